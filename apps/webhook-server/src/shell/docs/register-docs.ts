import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { createJsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'

import { refusalCodes } from '../../core/refusal-codes.ts'
import { renderReference } from '../../core/render-reference.ts'
import { codeTable, describeAnswers } from './describe-answers.ts'

/** Nothing of another host is loaded, whatever a page says: the browser holds to it. */
const uiPolicy =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
const referencePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const summary =
  'Alerts in, protected positions out, each exactly once. Errors have one shape, Error, and one of these codes:'

/**
 * Serves the API's description: `/docs` to try it out, `/docs/json` for programs, `/redoc` to read. Made of the schemas that
 * the routes check with, and of those of the answers, which are for the description alone: no answer is slowed or changed by
 * them. Both pages work without a network.
 */
export async function registerDocs(app: FastifyInstance, { version }: { readonly version: string }): Promise<void> {
  const toJson = createJsonSchemaTransform({})
  app.addHook('onRoute', ({ method, url, schema }) => {
    for (const name of [method].flat()) {
      if (name === 'HEAD' || schema?.hide === true || describeAnswers(name, url) !== undefined) continue
      throw new Error(`the answers of ${name} ${url} are not described`)
    }
  })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'webhook-server', version, description: `${summary}\n\n${codeTable}\n` },
    },
    transform: (document) => {
      const { schema, url, route } = document
      const [method = 'GET'] = [route.method].flat()
      const response = describeAnswers(method, url)
      return toJson(response === undefined ? document : { ...document, schema: { ...schema, response } })
    },
    transformObject: jsonSchemaTransformObject,
  })
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: uiPolicy })
  let page: string | undefined
  app.get('/redoc', { schema: { hide: true } }, async (_, reply) => {
    page ??= renderReference(app.swagger(), { summary, codes: refusalCodes })
    reply.header('content-type', 'text/html; charset=utf-8')
    reply.header('content-security-policy', referencePolicy)
    return reply.send(page)
  })
}
