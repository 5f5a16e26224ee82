import { createHash, randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'

import { fastify } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'

/**
 * The least that keeps the promise: an alert is checked by its schema, written down, synced, answered. Alerts that come in
 * one turn share a commit. Nothing is carried out, logged or shown.
 */
const [file = ''] = process.argv.slice(2)
const db = new DatabaseSync(file)
db.exec('pragma journal_mode = wal; pragma synchronous = full')
db.exec('create table alerts (id text primary key, key text not null unique, body text not null) strict')
const insert = db.prepare('insert into alerts (id, key, body) values (?, ?, ?)')
let waiting: { values: [string, string, string]; resolve: () => void; reject: (error: unknown) => void }[] = []

function commit(): void {
  const batch = waiting
  waiting = []
  try {
    db.exec('begin immediate')
    for (const { values } of batch) insert.run(...values)
    db.exec('commit')
    for (const { resolve } of batch) resolve()
  } catch (error) {
    if (db.isTransaction) db.exec('rollback')
    for (const { reject } of batch) reject(error)
  }
}

const app = fastify()
app.setValidatorCompiler(validatorCompiler)
app.setSerializerCompiler(serializerCompiler)
const body = z.object({
  symbol: z.string(),
  position_size: z.string(),
  market_position: z.enum(['long', 'short', 'flat']),
  prev_market_position: z.enum(['long', 'short', 'flat']),
  strategy: z.string(),
  stop_loss: z.object({ percent: z.number() }),
  id: z.string(),
  webhook_secret: z.string(),
})
app.withTypeProvider<ZodTypeProvider>().post('/alerts', { schema: { body } }, async (request, reply) => {
  const { webhook_secret: _, ...alert } = request.body
  const id = randomUUID()
  const key = createHash('sha256').update(alert.id).digest('hex')
  await new Promise<void>((resolve, reject) => {
    if (waiting.length === 0) setImmediate(commit)
    waiting.push({ values: [id, key, JSON.stringify(alert)], resolve, reject })
  })
  return reply.status(202).send({ success: true, message: 'accepted', signal_id: id })
})

process.send?.({ url: `${await app.listen({ host: '127.0.0.1', port: 0 })}/alerts` })

// whoever started it is gone, or has enough
process.once('disconnect', () => process.exit(0))
