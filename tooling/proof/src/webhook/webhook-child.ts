import { randomUUID } from 'node:crypto'
import { join } from 'node:path'

import { createSystemClock, createSystemRandom, Secret, sleep, type Transport } from '@aster/core'
import { createUndiciTransport } from '@aster/rest'
import { createHealth, createLogger, createMetrics } from '@aster/runtime'
import { openJournal } from '@aster/trades'
import { createWsConnector } from '@aster/ws'
import {
  createSeat,
  createServer,
  createSignalRunner,
  openDesk,
  openRefusalLog,
  openRunner,
  openSignalStore,
  type SignalRunner,
  type SignalRunnerParts,
  type SignalStore,
} from 'webhook-server'

import type { WebhookBug } from './webhook-plants.ts'

/** What a life of the server is told. */
export interface WebhookOrders {
  readonly restUrl: string
  readonly wsUrl: string
  /** The main account first. */
  readonly accounts: readonly { readonly id: string; readonly weight: string; readonly privateKey: string }[]
  readonly secret: string
  readonly folder: string
  readonly bug: WebhookBug | undefined
  /** The step at which it kills itself; undefined for a life without end. */
  readonly killAt: number | undefined
}

let killAt = Infinity
let steps = 0

/** Every place between two steps of the path of a signal. Nothing of the process outlives the one that was drawn. */
function step(): void {
  steps += 1
  if (steps === killAt) process.kill(process.pid, 'SIGKILL')
}

function watchTransport(inner: Transport): Transport {
  return {
    async send(request) {
      step()
      const answer = await inner.send(request)
      step()
      return answer
    },
    close: () => inner.close(),
  }
}

function watchStore(inner: SignalStore, bug: WebhookBug | undefined): SignalStore {
  const clock = createSystemClock()
  const around = <A extends unknown[]>(act: (...values: A) => Promise<void>) => {
    return async (...values: A) => {
      step()
      await act(...values)
      step()
    }
  }
  return {
    ...inner,
    async append(signals) {
      step()
      if (bug === 'answersBeforeWriting') {
        void sleep(clock, 300).then(() => inner.append(signals))
        const open = {
          startedMs: undefined,
          endedMs: undefined,
          outcome: undefined,
          problem: undefined,
          plan: undefined,
        }
        return signals.map((signal) => ({ ...signal, ...open, sequence: 0, status: 'received' as const }))
      }
      const stored = await inner.append(signals)
      step()
      return stored
    },
    findSame: (...key) => (bug === 'takesDuplicates' ? undefined : inner.findSame(...key)),
    start: around((...values: Parameters<SignalStore['start']>) => inner.start(...values)),
    savePlan: around((...values: Parameters<SignalStore['savePlan']>) => inner.savePlan(...values)),
    end: around((...values: Parameters<SignalStore['end']>) => inner.end(...values)),
  }
}

function startRunner(parts: SignalRunnerParts, bug: WebhookBug | undefined): SignalRunner {
  const forgetful: SignalRunnerParts = {
    ...parts,
    execute: (stored, turn) => parts.execute(turn.isResumed ? { ...stored, id: randomUUID() } : stored, turn),
  }
  const runner = createSignalRunner(bug === 'forgetsIntent' ? forgetful : parts)
  if (bug !== 'runsSideBySide') return runner
  return { ...runner, submit: (signal) => createSignalRunner(parts).submit(signal) }
}

async function live(orders: WebhookOrders): Promise<void> {
  const { bug, folder, restUrl, wsUrl } = orders
  const clock = createSystemClock()
  const transport = watchTransport(createUndiciTransport())
  const connector = createWsConnector()
  const journal = openJournal({ path: join(folder, 'journal.db'), clock, label: 'webhook-server' })
  const opened = await Promise.all(
    orders.accounts.map(async ({ id, weight, privateKey }) => {
      const desk = await openDesk({
        name: id,
        clock,
        random: createSystemRandom(),
        transport,
        connector,
        restUrl,
        wsUrl,
        credentials: { kind: 'v3', privateKey: new Secret(privateKey), chainId: 1666 },
        symbols: ['BTCUSDT'],
        journal,
        locksFolder: undefined,
        haltFile: join(folder, 'HALT'),
        limits: {},
        onEvent: () => {},
      })
      return createSeat({ id, weight, isDry: false, account: desk.account, streams: desk.streams })
    }),
  )
  const [main, ...others] = opened
  if (main === undefined) throw new Error('a life without an account')
  const seats = [main, ...others] as const
  const store = watchStore(openSignalStore(join(folder, 'signals.db')), bug)
  const runner = openRunner({
    seats,
    store,
    clock,
    maxAgeMs: 600_000,
    defaultStopPercent: '2',
    onEnd: () => {},
    onFault: (error) => process.send?.({ fault: String(error) }),
    create: (parts) => startRunner(parts, bug),
  })
  const app = await createServer({
    mode: 'paper',
    version: 'proof',
    clock,
    log: createLogger({ name: 'webhook', clock, level: 'silent', output: { write: () => {}, isTerminal: false } }),
    rules: {
      webhookSecret: new Secret(orders.secret),
      hmacSecret: undefined,
      apiToken: undefined,
      isOpenToMachine: false,
      strategyTokens: [],
      allowedSources: undefined,
    },
    trustedProxies: [],
    maxAlertsPerMinute: 1_000_000,
    dedupeWindowMs: 45_000,
    maxAgeMs: 600_000,
    scale: '1',
    store,
    runner,
    health: createHealth(),
    metrics: createMetrics('proof'),
    refusals: openRefusalLog(join(folder, 'refusals.db')),
    seats,
    policies: undefined,
    refuseIntake: () => undefined,
  })
  killAt = orders.killAt ?? Infinity
  steps = 0
  runner.resume()
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  process.send?.({ url })
}

process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
process.once('message', (orders) => {
  live(orders as WebhookOrders).catch((error: unknown) => {
    process.send?.({ fault: String(error) })
  })
})
