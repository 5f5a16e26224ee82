import type { Clock } from '@aster/core'
import type { FastifyInstance } from 'fastify'

const lookEveryMs = 50
const graceMs = 1_000

/**
 * Takes nothing more in. What is being answered has a second for it; then whoever still holds a connection is cut off, so
 * that nobody can hold up the end. An alert that was taken in is on the disk, whatever its sender has heard.
 */
export async function closeIntake(app: FastifyInstance, clock: Clock): Promise<void> {
  const endsMs = clock.monotonicMs() + graceMs
  const look = () => {
    if (clock.monotonicMs() < endsMs) app.server.closeIdleConnections()
    else app.server.closeAllConnections()
    timer = clock.schedule(lookEveryMs, look)
  }
  let timer = clock.schedule(lookEveryMs, look)
  await app.close()
  timer.cancel()
}
