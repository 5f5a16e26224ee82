import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import { createExchange } from '@aster/simulator'

import type { Benchmark } from '../benchmark.ts'
import { createLoneRateRow } from '../measure/create-lone-row.ts'

const gun = fileURLToPath(new URL('../servers/order-gun.ts', import.meta.url))
const mostP99Ms = 20
const rounds = 3
const plan = { inFlight: 16, warmUpMs: 1_500, measureMs: 2_500 }

interface Shots {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly refused: number
  readonly firstRefusal: string
  readonly engine: string
}

/**
 * V3-signed placements a second over real sockets, from a load generator in a process of its own: HTTP, signature, nonce,
 * every check, answer. Limits off. The best of three rounds counts: what else the machine does can only make one slower.
 */
export const runSimulatorHttpOrders: Benchmark = async (name, { clock, signal, note }) => {
  const exchange = createExchange({ clock, market: 'quiet', symbols: ['BTCUSDT'], limits: false })
  await exchange.start()
  const { restUrl: url } = await exchange.listen({ host: '127.0.0.1', port: 0 })
  try {
    let best: Shots | undefined
    for (let round = 0; round < rounds; round++) {
      signal.throwIfAborted()
      const before = process.cpuUsage()
      const shots = await shoot(url)
      const { user, system } = process.cpuUsage(before)
      const busyMs = (user + system) / 1000
      note(
        `${name}: ${Math.round(shots.perSecond)}/s, p50 ${shots.p50Ms.toFixed(1)} ms, p99 ${shots.p99Ms.toFixed(1)} ms, ${shots.refused} refused ${shots.firstRefusal}, ${Math.round(busyMs)} ms of CPU here`,
      )
      if (best === undefined || shots.perSecond > best.perSecond) best = shots
    }
    const row = createLoneRateRow({ name, target: 3_000, engine: best?.engine ?? null }, best?.perSecond ?? 0)
    return { ...row, ok: row.ok && best !== undefined && best.p99Ms <= mostP99Ms && best.refused === 0 }
  } finally {
    await exchange.stop()
  }
}

async function shoot(url: string): Promise<Shots> {
  const child = fork(gun)
  const ended = once(child, 'exit')
  try {
    await Promise.race([once(child, 'message'), ended])
    child.send({ url, ...plan })
    const [result] = (await Promise.race([once(child, 'message'), ended])) as [unknown]
    if (typeof result !== 'object' || result === null || !('perSecond' in result)) {
      throw new Error(`the load generator ended early: ${JSON.stringify(result)}`)
    }
    return result as Shots
  } finally {
    if (child.connected) child.disconnect()
    await ended
  }
}
