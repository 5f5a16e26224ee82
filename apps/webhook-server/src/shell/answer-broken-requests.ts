import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'

import type { Clock } from '@aster/core'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'

import { renderError } from '../core/render-error.ts'

/** Of what is no HTTP, or not all of it in time: no request, so no route and no hook ever sees it. */
const problems: Readonly<Record<string, { readonly status: number; readonly title: string; readonly code: string }>> = {
  HPE_HEADER_OVERFLOW: { status: 431, title: 'Request Header Fields Too Large', code: 'HEADERS_TOO_LARGE' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, title: 'Request Timeout', code: 'REQUEST_TIMEOUT' },
}
const broken = { status: 400, title: 'Bad Request', code: 'VALIDATION_ERROR' }

const describeFault = ({ code }: FastifyError): string =>
  code === 'FST_ERR_BAD_URL' ? 'the path is no valid URL' : 'this is no request that can be answered'

/** Options with which requests that never reach a route get the shape and the id that every other error has. */
export const answerBrokenRequests = ({ clock }: { readonly clock: Clock }) => ({
  frameworkErrors(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
    const { id: requestId } = request
    // its own words repeat the path, and a path may carry a token
    const facts = { status: 400, code: 'VALIDATION_ERROR', message: describeFault(error), requestId, atMs: clock.now() }
    void reply.status(400).header('x-request-id', requestId).send(renderError(facts))
  },
  clientErrorHandler(error: Error & { code?: string }, socket: Socket): void {
    if (error.code === 'ECONNRESET' || !socket.writable) return
    const { status, title, code } = problems[error.code ?? ''] ?? broken
    const requestId = randomUUID()
    const message = `this is no request that can be answered: ${title}`
    const body = JSON.stringify(renderError({ status, code, message, requestId, atMs: clock.now() }))
    const head = [
      `HTTP/1.1 ${status} ${title}`,
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      `x-request-id: ${requestId}`,
      'connection: close',
    ]
    // not left to the other side, which may never hang up
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
  },
})
