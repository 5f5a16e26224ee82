import { fastify, type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors, validatorCompiler } from 'fastify-type-provider-zod'

import { describeProblem } from '../core/describe-problem.ts'
import { type Body, parseBody } from '../core/parse-body.ts'
import { Refusal } from '../core/refusal.ts'
import { type ErrorFacts, renderError } from '../core/render-error.ts'
import { allowOrigins } from './allow-origins.ts'
import { answerBrokenRequests } from './answer-broken-requests.ts'
import { createRateLimit } from './create-rate-limit.ts'
import { createRequestId } from './create-request-id.ts'
import { registerDocs } from './docs/register-docs.ts'
import { registerAccountRoutes } from './routes/register-account-routes.ts'
import { registerAlertRoutes } from './routes/register-alert-routes.ts'
import { registerOrderRoutes } from './routes/register-order-routes.ts'
import { registerPositionRoutes } from './routes/register-position-routes.ts'
import { registerSignalRoutes } from './routes/register-signal-routes.ts'
import { registerStatusRoutes } from './routes/register-status-routes.ts'
import type { ServerParts } from './server-parts.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The bytes of the body, as they came. */
    rawBody: Buffer
    startedAtMs: number
  }
}

const largestBodyBytes = 64 * 1024
const requestTimeoutMs = 10_000
const mostConnections = 1_000

/** The HTTP surface: the original's routes, and what was added to them. */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const { clock, log } = parts
  const requestTimeout = parts.requestTimeoutMs ?? requestTimeoutMs
  const app = fastify({
    ...answerBrokenRequests(parts),
    logger: false,
    bodyLimit: largestBodyBytes,
    trustProxy: parts.trustedProxies.length === 0 ? false : [...parts.trustedProxies],
    genReqId: createRequestId(parts.trustedProxies),
    requestTimeout,
    // the larger of the two times is that of whole requests; what is over is looked for at intervals only
    http: {
      requestTimeout,
      headersTimeout: requestTimeout,
      connectionsCheckingInterval: Math.min(1_000, requestTimeout),
    },
    routerOptions: { maxParamLength: 200 },
  })
  app.server.maxConnections = parts.mostConnections ?? mostConnections
  app.setValidatorCompiler(validatorCompiler)
  app.decorateRequest('rawBody')
  app.decorateRequest('startedAtMs', 0)
  app.removeAllContentTypeParsers()
  // alerts come as text/plain as soon as they are no valid JSON, so the type says nothing
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async (request: FastifyRequest, raw: Buffer): Promise<Body> => {
    request.rawBody = raw
    if (request.headers['content-encoding'] !== undefined) {
      throw new Refusal(400, 'VALIDATION_ERROR', 'body is compressed; send plain text')
    }
    return parseBody(raw.toString('utf8'))
  })
  const limit = createRateLimit({ clock, perMinute: parts.maxAlertsPerMinute })
  app.addHook('onRequest', async (request, reply) => {
    request.startedAtMs = clock.monotonicMs()
    request.rawBody = Buffer.alloc(0)
    reply.header('x-request-id', request.id)
    reply.header('x-content-type-options', 'nosniff')
    if (request.method === 'POST' && !limit.take(request.ip)) {
      reply.header('retry-after', '60')
      throw new Refusal(429, 'RATE_LIMIT', 'too many requests from this address')
    }
  })
  app.addHook('onSend', async (request, reply) => {
    const tookMs = clock.monotonicMs() - request.startedAtMs
    reply.header('x-process-time', (tookMs / 1_000).toFixed(6))
    reply.header('server-timing', `app;dur=${tookMs.toFixed(3)}`)
  })
  app.addHook('onResponse', async (request, reply) => {
    const { method, ip: source } = request
    // the pattern, not the path: a path may carry a token
    const route = request.routeOptions.url ?? 'unknown'
    const durationMs = clock.monotonicMs() - request.startedAtMs
    log.info('request', { requestId: request.id, method, route, status: reply.statusCode, durationMs, source })
  })
  app.setErrorHandler((error: FastifyError | Error, request, reply) => {
    const { status, code, message, exchangeCode, mistakes } = explain(error)
    if (status === 500 || code === 'STORAGE') log.error('request failed', { requestId: request.id, error })
    return reply
      .status(status)
      .send(renderError({ status, code, message, exchangeCode, mistakes, requestId: request.id, atMs: clock.now() }))
  })
  app.setNotFoundHandler((request, reply) =>
    reply.status(404).send(
      renderError({
        status: 404,
        code: 'NOT_FOUND',
        message: 'there is nothing here',
        requestId: request.id,
        atMs: clock.now(),
      }),
    ),
  )
  allowOrigins(app, parts.corsOrigins ?? [])
  await registerDocs(app, parts)
  for (const register of [
    registerStatusRoutes,
    registerAlertRoutes,
    registerSignalRoutes,
    registerPositionRoutes,
    registerAccountRoutes,
    registerOrderRoutes,
  ]) {
    register(app, parts)
  }
  await app.ready()
  return app
}

function explain(error: FastifyError | Error): ErrorFacts {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const mistakes = error.validation.map(({ instancePath, message }) => ({
      field: instancePath.replace(/^\//, '').replaceAll('/', '.'),
      message: message ?? 'does not fit',
    }))
    const message = mistakes.map((mistake) => `${mistake.field} ${mistake.message}`).join('; ')
    return { status: 400, code: 'VALIDATION_ERROR', message, mistakes }
  }
  if (error instanceof Refusal) return { ...describeProblem(error), mistakes: error.mistakes }
  const status = 'statusCode' in error ? error.statusCode : undefined
  if (status === 413) {
    return { status, code: 'BODY_TOO_LARGE', message: `the body is larger than ${largestBodyBytes} bytes` }
  }
  if (status !== undefined && status >= 400 && status < 500) {
    return { status: 400, code: 'VALIDATION_ERROR', message: error.message }
  }
  return describeProblem(error)
}
