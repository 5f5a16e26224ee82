import type { FastifyInstance } from 'fastify'

const allowedHeaders = 'authorization, content-type, x-webhook-secret, x-signature'

/** Lets web pages of these origins call the server from a browser. Without any, no answer says anything about origins. */
export function allowOrigins(app: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return
  const allowed = new Set(origins)
  app.addHook('onRequest', async (request, reply) => {
    reply.header('vary', 'origin')
    const { origin } = request.headers
    if (origin === undefined || !allowed.has(origin)) return
    reply.header('access-control-allow-origin', origin)
    reply.header('access-control-expose-headers', 'location, retry-after, x-request-id')
  })
  app.options('/*', { schema: { hide: true } }, async (_, reply) => {
    reply.header('access-control-allow-methods', 'GET, POST')
    reply.header('access-control-allow-headers', allowedHeaders)
    reply.header('access-control-max-age', '600')
    return reply.status(204).send()
  })
}
