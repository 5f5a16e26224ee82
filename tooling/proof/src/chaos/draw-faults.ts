import type { Random } from '@aster/core'
import type { FaultScriptInput } from '@aster/simulator'

import type { StreamFaultRates } from './spoil-stream.ts'

type Rule = NonNullable<FaultScriptInput['rules']>[number]
type Incident = NonNullable<FaultScriptInput['incidents']>[number]
type Action = Rule['action']

const writes = ['placeOrder', 'placeBatchOrders', 'modifyOrder', 'cancelOrder', 'noop']
const questions = ['getOrder', 'getOpenOrders', 'getPositionRisk', 'getUserTrades', 'getBookTicker', 'getBalance']
const longestStreamDelayMs = 2_500

/** Answers that say nothing about whether the exchange acted. */
const drawError = (random: Random): { status?: number; code?: number } =>
  [{ status: 503 }, { status: 502 }, { code: -1006 }, { code: -1007, status: 503 }][random.nextInt(4)] ?? {}

const drawWriteAction = (random: Random): Action => {
  const actions: readonly (() => Action)[] = [
    () => ({ kind: 'acceptThenError', ...drawError(random) }),
    () => ({ kind: 'errorBeforeAccept', ...drawError(random) }),
    () => ({ kind: 'acceptThenDrop' }),
    () => ({ kind: 'dropBeforeAccept' }),
    () => ({ kind: 'delay', ms: [100, 6_000], where: random.next() < 0.5 ? 'answer' : 'request' }),
    () => ({ kind: 'deliverLate', afterMs: [1_000, 55_000], ending: random.next() < 0.5 ? 'silence' : 'drop' }),
    () => ({ kind: 'truncatedJson' }),
    () => ({ kind: 'html', status: 500, accepted: random.next() < 0.5 }),
    () => ({ kind: 'emptyBody', accepted: random.next() < 0.5 }),
  ]
  return actions[random.nextInt(actions.length)]?.() ?? { kind: 'acceptThenDrop' }
}

const drawReadAction = (random: Random): Action => {
  const actions: readonly (() => Action)[] = [
    () => ({ kind: 'errorBeforeAccept', status: 503 }),
    () => ({ kind: 'dropBeforeAccept' }),
    () => ({ kind: 'delay', ms: [100, 4_000] }),
    () => ({ kind: 'html', status: 500 }),
  ]
  return actions[random.nextInt(actions.length)]?.() ?? { kind: 'dropBeforeAccept' }
}

const drawOutage = (random: Random): Action => {
  const actions: readonly (() => Action)[] = [
    () => ({ kind: 'refuseConnections', forMs: 500 + random.nextInt(12_000) }),
    () => ({ kind: 'tooManyRequests', forMs: random.nextInt(4_000), retryAfterSeconds: 1 + random.nextInt(4) }),
    () => ({ kind: 'ban', forMs: 5_000 + random.nextInt(20_000), retryAfter: random.next() < 0.5 }),
  ]
  return actions[random.nextInt(actions.length)]?.() ?? { kind: 'refuseConnections', forMs: 1_000 }
}

/** What befalls sockets, keys and the exchange itself some time into the run. */
const drawIncidents = (random: Random): Incident[] => {
  const actions: readonly (() => Incident['action'])[] = [
    () => ({ kind: 'disconnect', sockets: 'all', as: 'cut' }),
    () => ({ kind: 'disconnect', sockets: 'user', as: 'lifetime' }),
    () => ({ kind: 'muteSocket', sockets: 'user', forMs: 2_000 + random.nextInt(30_000), pings: 'answered' }),
    () => ({ kind: 'expireListenKey' }),
    () => ({ kind: 'deleteListenKey' }),
    () => ({ kind: 'maintenance', forMs: 1_000 + random.nextInt(20_000) }),
  ]
  return Array.from({ length: random.nextInt(4) }, () => ({
    at: random.nextInt(40_000),
    action: actions[random.nextInt(actions.length)]?.() ?? { kind: 'expireListenKey' },
  }))
}

/** What goes wrong in one run: on orders and cancels, on questions, for everybody for a while, on the user stream. */
export function drawFaults(random: Random): { readonly script: FaultScriptInput; readonly stream: StreamFaultRates } {
  const rules: Rule[] = []
  const writeShare = [0, 0.02, 0.06, 0.15][random.nextInt(4)] ?? 0
  const readShare = [0, 0.01, 0.05][random.nextInt(3)] ?? 0
  for (let kind = 0; kind < 4; kind++) {
    rules.push({ match: { endpoint: writes, probability: writeShare }, action: drawWriteAction(random) })
  }
  for (let kind = 0; kind < 2; kind++) {
    rules.push({ match: { endpoint: questions, probability: readShare }, action: drawReadAction(random) })
  }
  if (random.next() < 0.2) {
    rules.unshift({ match: { endpoint: writes, nth: 1 + random.nextInt(15) }, action: drawOutage(random), times: 1 })
  }
  if (random.next() < 0.2) {
    const lagMs = 100 + random.nextInt(1_500)
    rules.unshift({ match: { probability: 0.3 }, action: { kind: 'lagReads', lagMs } })
  }
  const incidents = random.next() < 0.5 ? drawIncidents(random.fork('incidents')) : []
  const spoilt = [0, 0.05, 0.15][random.nextInt(3)] ?? 0
  return {
    script: { seed: `chaos/${random.nextInt(2 ** 31)}`, rules, incidents },
    stream: { drop: spoilt, twice: spoilt, delay: spoilt * 2, longestMs: longestStreamDelayMs },
  }
}
