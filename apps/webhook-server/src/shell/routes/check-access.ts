import type { FastifyRequest } from 'fastify'

import { type AccessRules, checkOperator } from '../../core/authorize.ts'

/** One header, the first when it was repeated. */
export const readHeader = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** A hook for routes that are the operator's. */
export const requireOperator = (rules: AccessRules) => async (request: FastifyRequest) =>
  checkOperator(rules, {
    authorization: request.headers.authorization,
    header: readHeader(request, 'x-webhook-secret'),
  })
