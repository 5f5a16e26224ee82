import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Clock, Transport } from '@aster/core'
import { createSystemRandom } from '@aster/core'
import { createRestClient } from '@aster/rest'
import { createExchange } from '@aster/simulator'
import { type Account, noRiskLimits, openAccount, openJournal, type OrderRequest } from '@aster/trades'
import { createStreamClient } from '@aster/ws'

import type { BenchContext, Benchmark } from '../benchmark.ts'
import { computeMedian } from '../measure/compare.ts'
import { roundFigure } from '../measure/create-duration-row.ts'
import { createSampleSigner, sampleUser } from './sample-order.ts'
import { createUnlimitedBudgets, liftLimits } from './unlimited-budgets.ts'

const symbol = 'BTCUSDT'
const rounds = 60
const warmUpRounds = 15

const orders: readonly OrderRequest[] = Array.from({ length: 10 }, (_, number) => ({
  symbol,
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  price: String(60_000 - number),
  quantity: '0.001',
}))

/** Ten orders of one plan: judged, written to the journal's disk, signed in batches, handed to the network. */
export const sendPlan: Benchmark = (name, context) =>
  measurePlan(name, context, 1_000, (account) => account.orders.placePlan(orders))

/** The same ten, each for itself, side by side. */
export const sendSingles: Benchmark = (name, context) =>
  measurePlan(name, context, 2_000, (account) => Promise.all(orders.map((order) => account.orders.place(order))))

/** Microseconds from the call to the last byte that the transport was handed; median over the rounds. */
async function measurePlan(
  name: string,
  { clock, engine, signal, note }: BenchContext,
  targetUs: number,
  send: (account: Account) => Promise<readonly unknown[]>,
) {
  const directory = mkdtempSync(join(tmpdir(), 'aster-plan-'))
  const { signer } = await createSampleSigner(clock, engine)
  const exchange = createExchange({ clock, seed: 1, symbols: [symbol], market: 'quiet', closed: true, limits: false })
  exchange.openAccount({ usdt: '100000000', v3: { user: sampleUser, signers: [signer.address] } })
  await exchange.start()
  const wire = watchPlacements(exchange.transport(), clock)
  const connector = exchange.connector()
  const journal = openJournal({ path: join(directory, 'journal.db'), clock })
  const streams = createStreamClient({ connector, clock, baseUrl: exchange.wsUrl })
  const budgets = createUnlimitedBudgets(clock, exchange.restUrl)
  const account = await openAccount({
    rest: createRestClient({ transport: wire.transport, clock, baseUrl: exchange.restUrl, signer, budgets }),
    streams,
    connector,
    wsUrl: exchange.wsUrl,
    clock,
    random: createSystemRandom(),
    symbols: [symbol],
    clientOrderIdPrefix: 'bench',
    risk: { limits: noRiskLimits },
    journal,
  })
  liftLimits(budgets, exchange.restUrl)
  try {
    const commitBare = openBareDisk(join(directory, 'bare.db'), clock)
    const samples: number[] = []
    const commits: number[] = []
    let requests = 0
    for (let round = 0; round < warmUpRounds + rounds; round += 1) {
      signal.throwIfAborted()
      wire.reset()
      const startMs = clock.monotonicMs()
      const outcomes = await send(account)
      for (const outcome of outcomes) if (outcome instanceof Error) throw outcome
      if (round >= warmUpRounds) {
        samples.push((wire.lastMs() - startMs) * 1_000)
        commits.push(commitBare())
      }
      requests = wire.count()
      const open = account.orders.list((view) => view.state === 'open')
      await Promise.all(open.map((view) => account.orders.cancel(view.clientOrderId)))
    }
    const p50 = computeMedian(samples)
    const bare = computeMedian(commits)
    note(
      `${name}: ${requests} signatures; the disk takes ${Math.round(bare)} µs of it for one synced commit of 20 rows`,
    )
    return {
      name,
      ours: roundFigure(p50),
      peer: roundFigure(bare),
      peerName: 'the commit alone: 20 rows, SQLite, WAL, synced',
      ratio: roundFigure(bare / p50),
      unit: 'µs',
      better: 'lower' as const,
      target: targetUs,
      ok: p50 <= targetUs,
      engine: signer.engine,
    }
  } finally {
    await account.close()
    await streams.close()
    journal.close()
    await exchange.stop()
    rmSync(directory, { recursive: true })
  }
}

/** Notes when the last placement was handed over. */
function watchPlacements(inner: Transport, clock: Clock) {
  let lastMs = 0
  let count = 0
  return {
    lastMs: () => lastMs,
    count: () => count,
    reset() {
      count = 0
    },
    transport: {
      async send(request) {
        if (request.method === 'POST' && /\/(?:order|batchOrders)$/.test(new URL(request.url).pathname)) {
          lastMs = clock.monotonicMs()
          count += 1
          // what the exchange does with it runs in this process too, and does not count
          await new Promise<void>((resolve) => void clock.schedule(0, resolve))
        }
        return inner.send(request)
      },
      close: () => inner.close(),
    } satisfies Transport,
  }
}

/** What the disk alone costs, in the same minute: the rows of one plan in one commit. Microseconds. */
function openBareDisk(path: string, clock: Clock): () => number {
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  const db = new DatabaseSync(path)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (id INTEGER PRIMARY KEY, body TEXT)')
  const insert = db.prepare('INSERT INTO rows (body) VALUES (?)')
  const body = 'x'.repeat(300)
  return () => {
    const startMs = clock.monotonicMs()
    db.exec('BEGIN')
    for (let row = 0; row < orders.length * 2; row += 1) insert.run(body)
    db.exec('COMMIT')
    return (clock.monotonicMs() - startMs) * 1_000
  }
}
