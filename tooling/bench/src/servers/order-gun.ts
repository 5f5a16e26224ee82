import { agentSigner, createNonceSource, generateAgentKey, type SyncSigner, warmUpEngine } from '@aster/auth'
import { createSystemClock } from '@aster/core'
import { Pool } from 'undici'

/** What the gun is told by whoever started it. */
interface Target {
  readonly url: string
  readonly inFlight: number
  readonly warmUpMs: number
  readonly measureMs: number
}

const accounts = 8
const mostOpen = 150
const clock = createSystemClock()

/** A key of its own, signing for itself, and what it has resting. */
interface Shooter {
  readonly signer: SyncSigner
  open: number
}

async function shoot({ url, inFlight, warmUpMs, measureMs }: Target): Promise<object> {
  await warmUpEngine('auto')
  const pool = new Pool(url, { connections: inFlight })
  const shooters: Shooter[] = Array.from({ length: accounts }, () => {
    const signer = agentSigner({
      privateKey: generateAgentKey(),
      network: 'mainnet',
      nonces: createNonceSource({ clock }),
    })
    return { signer, open: 0 }
  })
  const latenciesMs: number[] = []
  let refused = 0
  let firstRefusal = ''
  const startMs = clock.monotonicMs()
  const measureFromMs = startMs + warmUpMs
  const endMs = measureFromMs + measureMs

  const send = async (
    shooter: Shooter,
    method: 'POST' | 'DELETE',
    path: string,
    params: readonly (readonly [string, string])[],
  ) => {
    const { body, headers } = shooter.signer.sign({ method, params })
    const answer = await pool.request({ path, method, headers: { ...headers }, body })
    const text = await answer.body.text()
    if (answer.statusCode === 200) return
    refused += 1
    firstRefusal ||= text
  }
  const fire = async (shooter: Shooter, count: number) => {
    if (shooter.open >= mostOpen) {
      shooter.open = 0
      await send(shooter, 'DELETE', '/fapi/v3/allOpenOrders', [['symbol', 'BTCUSDT']])
    }
    shooter.open += 1
    const sentMs = clock.monotonicMs()
    await send(shooter, 'POST', '/fapi/v3/order', [
      ['symbol', 'BTCUSDT'],
      ['side', count % 2 === 0 ? 'BUY' : 'SELL'],
      ['type', 'LIMIT'],
      ['timeInForce', 'GTX'],
      ['quantity', '0.001'],
      ['price', count % 2 === 0 ? '95500.1' : '96500.1'],
      ['newClientOrderId', `gun-${sentMs.toString(36).replace('.', '-')}-${count}`],
    ])
    if (sentMs >= measureFromMs) latenciesMs.push(clock.monotonicMs() - sentMs)
  }
  let count = 0
  const work = async (index: number) => {
    const shooter = shooters[index % accounts]
    while (shooter !== undefined && clock.monotonicMs() < endMs) await fire(shooter, count++)
  }
  await Promise.all(Array.from({ length: inFlight }, (_, index) => work(index)))
  const elapsedMs = clock.monotonicMs() - measureFromMs
  await pool.destroy()
  latenciesMs.sort((a, b) => a - b)
  const percentile = (share: number) => latenciesMs[Math.floor(latenciesMs.length * share)] ?? Number.NaN
  return {
    perSecond: (latenciesMs.length / elapsedMs) * 1000,
    p50Ms: percentile(0.5),
    p99Ms: percentile(0.99),
    refused,
    firstRefusal,
    engine: shooters[0]?.signer.engine,
  }
}

process.once('message', (target) => {
  shoot(target as Target).then(
    (result) => process.send?.(result),
    (error: unknown) => process.send?.({ failure: error instanceof Error ? error.message : String(error) }),
  )
})
process.send?.({ ready: true })

// whoever started it is gone, or has enough
process.once('disconnect', () => process.exit(0))
