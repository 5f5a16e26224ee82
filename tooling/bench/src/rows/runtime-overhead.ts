import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createSystemRandom } from '@aster/core'
import { createRestClient } from '@aster/rest'
import {
  createEventFeed,
  createMetrics,
  createRedactor,
  feedMetrics,
  logFeed,
  openFeedFile,
  openProgramLog,
  watchRequests,
} from '@aster/runtime'
import { createExchange } from '@aster/simulator'
import {
  type AccountEvent,
  createAccountFeed,
  noRiskLimits,
  openAccount,
  openJournal,
  type OrderRequest,
  sampleAccount,
} from '@aster/trades'
import { createStreamClient } from '@aster/ws'

import type { Benchmark } from '../benchmark.ts'
import { computeMedian } from '../measure/compare.ts'
import { createDurationRow } from '../measure/create-duration-row.ts'
import { createSampleSigner, sampleUser } from './sample-order.ts'
import { createUnlimitedBudgets, liftLimits } from './unlimited-budgets.ts'

const symbol = 'BTCUSDT'
const rounds = 200
const ordersPerRound = 10
const warmUpRounds = 20
/** At most 5 % on top: time without over time with. */
const target = 1 / 1.05

const order: OrderRequest = {
  symbol,
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  price: '60000',
  quantity: '0.001',
}

/**
 * An order placed and cancelled, journal and all, with every event going to the feed, its file, metrics and log lines;
 * and the same with nobody listening. Rounds take turns, so whatever else the machine does hits both.
 */
export const carryRuntime: Benchmark = async (name, { clock, engine, signal, note }) => {
  const directory = mkdtempSync(join(tmpdir(), 'aster-overhead-'))
  const { signer } = await createSampleSigner(clock, engine)
  const exchange = createExchange({ clock, seed: 1, symbols: [symbol], market: 'quiet', closed: true, limits: false })
  exchange.openAccount({ usdt: '100000000', v3: { user: sampleUser, signers: [signer.address] } })
  await exchange.start()
  const connector = exchange.connector()
  const journal = openJournal({ path: join(directory, 'journal.db'), clock })
  const streams = createStreamClient({ connector, clock, baseUrl: exchange.wsUrl })
  const budgets = createUnlimitedBudgets(clock, exchange.restUrl)

  const feed = createEventFeed({ clock, redactor: createRedactor() })
  const metrics = createMetrics('bench')
  const requests = watchRequests(metrics, { account: 'bench', clock })
  const stopMetrics = feedMetrics(feed, metrics)
  const feedFile = openFeedFile({ feed, path: join(directory, 'feed.jsonl'), clock })
  const silent = { isTerminal: false, write: () => true }
  const opened = openProgramLog({
    name: 'bench',
    values: { logLevel: 'info', logFile: join(directory, 'log.jsonl') },
    clock,
    output: silent,
    resolvePath: (path) => path,
    redactor: createRedactor(),
    atExit: () => undefined,
    refuse: (field, rule) => new Error(`${field} ${rule}`),
  })
  const stopLogging = logFeed(feed, opened.log)
  const accountFeed = createAccountFeed({ name: 'bench', publish: (body, id) => feed.publish(body, id) })
  let isCarried = false
  let events = 0
  const onEvent = (event: AccountEvent): void => {
    if (!isCarried) return
    events += 1
    accountFeed.onEvent(event)
  }
  const account = await openAccount({
    rest: createRestClient({
      transport: exchange.transport(),
      clock,
      baseUrl: exchange.restUrl,
      signer,
      budgets,
      hooks: { onResponse: (event) => (isCarried ? requests.onResponse(event) : undefined) },
    }),
    streams,
    connector,
    wsUrl: exchange.wsUrl,
    clock,
    random: createSystemRandom(),
    symbols: [symbol],
    clientOrderIdPrefix: 'bench',
    risk: { limits: noRiskLimits },
    journal,
    onEvent,
  })
  liftLimits(budgets, exchange.restUrl)
  const stopSampling = sampleAccount({
    account,
    clock,
    feed: accountFeed,
    publish: (body) => (isCarried ? feed.publish(body) : undefined),
  })
  const runRound = async (carried: boolean): Promise<number> => {
    isCarried = carried
    const startMs = clock.monotonicMs()
    for (let count = 0; count < ordersPerRound; count += 1) {
      const { clientOrderId } = await account.orders.place(order)
      await account.orders.cancel(clientOrderId)
    }
    return ((clock.monotonicMs() - startMs) / ordersPerRound) * 1_000
  }
  try {
    const bareUs: number[] = []
    const addedUs: number[] = []
    for (let round = 0; round < warmUpRounds + rounds; round += 1) {
      signal.throwIfAborted()
      const isCarriedFirst = round % 2 === 0
      const [firstUs, secondUs] = [await runRound(isCarriedFirst), await runRound(!isCarriedFirst)]
      if (round < warmUpRounds) continue
      const [carried, bare] = isCarriedFirst ? [firstUs, secondUs] : [secondUs, firstUs]
      bareUs.push(bare)
      addedUs.push(carried - bare)
    }
    // neighbours are compared, so that a machine that grows slower meanwhile adds nothing
    const peerUs = computeMedian(bareUs)
    const oursUs = peerUs + computeMedian(addedUs)
    const share = ((oursUs / peerUs - 1) * 100).toFixed(1)
    note(
      `${name}: ${events} events told, ${feed.lastSequence} in the feed; they add ${share} % to an order and its cancel`,
    )
    const facts = { name, peerName: 'the same orders, nobody listening', target, engine: signer.engine }
    return createDurationRow(facts, { oursUs, peerUs })
  } finally {
    stopSampling()
    stopMetrics()
    stopLogging()
    await account.close()
    await streams.close()
    feedFile.close()
    opened[Symbol.dispose]()
    journal.close()
    await exchange.stop()
    rmSync(directory, { recursive: true })
  }
}
