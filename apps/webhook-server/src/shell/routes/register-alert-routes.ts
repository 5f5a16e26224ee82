import type { FastifyInstance } from 'fastify'

import { checkSource } from '../../core/authorize.ts'
import type { Body } from '../../core/parse-body.ts'
import { parseSignal } from '../../core/parse-signal.ts'
import { parseTarget } from '../../core/parse-target.ts'
import type { ServerParts } from '../server-parts.ts'
import { actionBody, targetBody } from './alert-bodies.ts'
import { alertQuery } from './alert-query.ts'
import { takeInAlert } from './take-in-alert.ts'

/** Where alerts come in: authenticated, understood, written down, then answered. What they want happens afterwards. */
export function registerAlertRoutes(app: FastifyInstance, parts: ServerParts): void {
  const { scale, policies } = parts
  const scaleOf = (strategy: string) => policies?.get(strategy)?.scale ?? scale
  const routes = [
    { url: '/webhook/tradingview', body: actionBody, parse: parseSignal },
    { url: '/webhook/tradingview-strategy', body: targetBody, parse: (body: Body) => parseTarget(body, { scaleOf }) },
  ] as const
  for (const { url, body, parse } of routes) {
    for (const path of [url, `${url}/t/:token`]) {
      app.post(
        path,
        {
          schema: { tags: ['alerts'], body, querystring: alertQuery },
          // the schema is for the documentation: alerts are read more leniently, and explained better
          validatorCompiler: ({ httpPart }) => (httpPart === 'querystring' ? readQuery : () => true),
          onRequest: async (request) => {
            checkSource(parts.rules, request.ip)
          },
        },
        (request, reply) => takeInAlert(parts, { route: url, parse, request, reply }),
      )
    }
  }
}

function readQuery(data: unknown) {
  const { data: value, error } = alertQuery.safeParse(data)
  return error === undefined ? { value } : { error }
}
