import { sleep } from '@aster/core'
import type { FaultKind, FaultReport } from '@aster/simulator'

import { createFaultScript } from './create-fault-script.ts'
import type { Habits } from './habits.ts'
import { judgeRun, type Verdict } from './judge-run.ts'
import { createLedger, type Ledger } from './ledger.ts'
import { createRunRandom, openVenue, type Way } from './open-venue.ts'
import { planSteps } from './plan-steps.ts'
import { runLane } from './run-lane.ts'

export interface RunOptions {
  readonly way: Way
  readonly habits: Habits
  /** A fault that befalls every run. */
  readonly certain: FaultKind | undefined
  readonly signal: AbortSignal
  /** Gets every line of the exchange's event log. */
  readonly onLine?: ((line: string) => void) | undefined
}

export interface RunResult {
  readonly seed: number
  readonly verdict: Verdict
  readonly ledger: Ledger
  readonly report: FaultReport
}

/** In memory all of them within a second of the clock; over sockets as many as two cores can carry at this pace. */
const burstSizes = { memory: 150, sockets: 40 } as const
/** A busy machine counts in wall-clock time, the run in its own. */
const underWayMs = { memory: 1_000, sockets: 20_000 } as const
/** Delivered at the latest 55 s after the client gave up. */
const lateCheckMs = 1_000

/** One run: an exchange, a client, a script of faults; at the end the exchange's own records are the judge. */
export async function runSeed(seed: number, options: RunOptions): Promise<RunResult> {
  const { way, habits, certain, signal } = options
  await using venue = await openVenue(seed, way, habits.wrapSigner)
  const { exchange, clock, client, clientOrderIds, accountId } = venue
  const ledger = createLedger()
  const nonces: string[] = []
  exchange.onEvent((line) => {
    options.onLine?.(line)
    const nonce = readNonce(line)
    if (nonce !== undefined) nonces.push(nonce)
  })
  exchange.faults.load(createFaultScript(createRunRandom(seed, 'script'), { certain, outages: way.kind === 'memory' }))
  const lanes = planSteps(createRunRandom(seed, 'steps'), burstSizes[way.kind])
  const desk = { client, clientOrderIds, ledger, habits }
  await venue.drive(Promise.all(lanes.map((lane) => runLane(desk, lane, signal))))
  const arriveLate = async () => {
    while (exchange.faults.report().pending > 0) await sleep(clock, lateCheckMs, signal)
  }
  await venue.drive(arriveLate())
  const orders = exchange.engine.getAllOrders(accountId, 'BTCUSDT', {})
  const report = exchange.faults.report()
  const evidence = { orders, nonces, report, underWayMs: underWayMs[way.kind] }
  return { seed, ledger, verdict: judgeRun(ledger.attempts, evidence), report }
}

/** The nonce of a request that the exchange handled, unless it is a noop. */
function readNonce(line: string): string | undefined {
  const entry = JSON.parse(line) as { kind: string; path?: string; params?: Readonly<Record<string, string>> }
  if (entry.kind !== 'request' || entry.path?.endsWith('/noop') === true) return undefined
  return entry.params?.['nonce']
}
