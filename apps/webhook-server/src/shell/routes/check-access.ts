import type { FastifyRequest } from 'fastify'

import { type AccessRules, checkOperator, isFromMachine } from '../../core/authorize.ts'

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

/** As `requireOperator`, for what the original left open: the machine itself needs no token where the rules say so. */
export const requireReader = (rules: AccessRules) => {
  const ask = requireOperator(rules)
  return async (request: FastifyRequest) => {
    const { method, headers, socket } = request
    const isOpen =
      rules.isOpenToMachine &&
      headers.authorization === undefined &&
      isFromMachine({
        method,
        peer: socket.remoteAddress,
        host: headers.host,
        isForwarded: headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined,
        origin: headers.origin,
        contentType: headers['content-type'],
      })
    if (!isOpen) await ask(request)
  }
}
