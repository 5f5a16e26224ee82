import type { Random } from '@aster/core'
import type { FaultKind, FaultRuleInput, FaultScriptInput } from '@aster/simulator'

type Rule = FaultRuleInput
type Action = Rule['action']
type Draw = (random: Random) => Action

const pick = <T>(random: Random, list: readonly [T, ...T[]]): T => list[random.nextInt(list.length)] ?? list[0]

/** Errors that say nothing about whether the engine acted. */
const drawError = (random: Random) =>
  pick(random, [
    { status: 503 },
    { status: 502 },
    { status: 504 },
    { code: -1006 },
    { code: -1007 },
    { code: -1007, status: 503 },
    { code: -1001, status: 400 },
    { code: -1000, status: 500, msg: 'An unknown error occured while processing the request.' },
  ])

/** Each kind of fault with figures out of the range that the exchange's users report. */
const draws: Readonly<Record<FaultKind, Draw>> = {
  acceptThenError: (random) => ({ kind: 'acceptThenError', ...drawError(random) }),
  errorBeforeAccept: (random) => ({ kind: 'errorBeforeAccept', ...drawError(random) }),
  acceptThenDrop: () => ({ kind: 'acceptThenDrop' }),
  dropBeforeAccept: () => ({ kind: 'dropBeforeAccept' }),
  delay: (random) => ({
    kind: 'delay',
    ms: pick(random, [[100, 2_000] as const, [4_000, 20_000] as const]) as [number, number],
    where: pick(random, ['answer', 'request']),
  }),
  deliverLate: (random) => ({
    kind: 'deliverLate',
    afterMs: [1_000, 55_000],
    ending: pick(random, ['silence', 'drop', 'error']),
    ...drawError(random),
  }),
  html: (random) => ({ kind: 'html', status: pick(random, [200, 403, 500]), accepted: random.next() < 0.5 }),
  truncatedJson: (random) => ({ kind: 'truncatedJson', keep: random.next() }),
  emptyBody: (random) => ({ kind: 'emptyBody', accepted: random.next() < 0.5 }),
  wrongContentType: () => ({ kind: 'wrongContentType' }),
  tooManyRequests: (random) => ({
    kind: 'tooManyRequests',
    code: pick(random, [-1003, -1015]),
    ...(random.next() < 0.5 && { retryAfterSeconds: 1 + random.nextInt(5) }),
    forMs: random.nextInt(5_000),
  }),
  ban: (random) => ({ kind: 'ban', forMs: 5_000 + random.nextInt(115_000), retryAfter: random.next() < 0.5 }),
  refuseConnections: (random) => ({ kind: 'refuseConnections', forMs: 500 + random.nextInt(20_000) }),
  clockStep: (random) => ({
    kind: 'clockStep',
    byMs: pick(random, [-3_000, 3_000, -3_000, 3_000, -12_000, 12_000, -70_000, 70_000]),
  }),
  lagReads: (random) => ({ kind: 'lagReads', lagMs: 200 + random.nextInt(3_800) }),
}

/** Kinds that befall a write as often as chance wants. */
const writeKinds = [
  'acceptThenError',
  'errorBeforeAccept',
  'acceptThenDrop',
  'dropBeforeAccept',
  'delay',
  'deliverLate',
  'deliverLate',
  'html',
  'truncatedJson',
  'emptyBody',
  'wrongContentType',
] as const satisfies readonly [FaultKind, ...FaultKind[]]

const readKinds = ['errorBeforeAccept', 'dropBeforeAccept', 'html', 'truncatedJson', 'emptyBody', 'delay'] as const

const writes = ['placeOrder', 'placeBatchOrders', 'modifyOrder', 'cancelOrder']
/** Kinds that change the circumstances: at most once in a run each. */
const rareKinds = ['tooManyRequests', 'ban', 'clockStep'] as const

export const faultKinds = Object.keys(draws) as FaultKind[]

/**
 * Draws what goes wrong in one run: on placements and cancels, on the questions and noops by which a lost answer is
 * settled, on the time. At most one step of the clock, as a clock that keeps jumping by more than the client allows for
 * cannot be settled against.
 *
 * @param certain - A kind that every run must have, on its first placements.
 */
export function createFaultScript(
  random: Random,
  options: { readonly certain: FaultKind | undefined; readonly outages: boolean },
): FaultScriptInput {
  const rules: Rule[] = []
  const add = (kind: FaultKind, rule: Omit<Rule, 'action'>) =>
    rules.push({ ...rule, action: draws[kind](random.fork(`${kind}/${rules.length}`)) })

  const { certain } = options
  if (certain !== undefined) {
    const changesAll = certain === 'lagReads' || certain === 'clockStep'
    const match = { ...(certain === 'lagReads' ? {} : { endpoint: writes }), ...(changesAll ? {} : { nth: [1, 3] }) }
    add(certain, { name: `certain ${certain}`, match, ...(certain === 'clockStep' && { times: 1 }) })
  }
  for (const kind of rareKinds) {
    if (kind !== certain && random.next() < 0.12) add(kind, { match: { nth: 1 + random.nextInt(25) }, times: 1 })
  }
  if (options.outages && certain !== 'refuseConnections' && random.next() < 0.12) {
    add('refuseConnections', { match: { nth: 1 + random.nextInt(25) }, times: 1 })
  }
  if (random.next() < 0.4) add('lagReads', { match: { probability: 0.5 + random.next() / 2 } })

  const share = 0.15 + 0.45 * random.next()
  for (let index = 0; index < 3; index++) {
    add(pick(random, writeKinds), { match: { endpoint: writes, probability: share / 2 } })
  }
  if (random.next() < 0.5)
    add(pick(random, writeKinds), { match: { endpoint: 'noop', probability: 0.1 + random.next() / 2 } })
  if (random.next() < 0.6) {
    add(pick(random, readKinds), { match: { effect: 'read', probability: 0.05 + random.next() * 0.35 } })
  }
  const slow = random.fork('slow')
  if (slow.next() < 0.25) rules.push(drawSlowQueries(slow))
  if (slow.next() < 0.1) rules.unshift(...drawWorstCase(slow))
  return { seed: `faults/${random.nextInt(2 ** 31)}`, rules }
}

function drawSlowQueries(random: Random): Rule {
  const match = { endpoint: 'getOrder', probability: 0.2 + random.next() / 2 }
  return { name: 'slow queries', match, action: { kind: 'delay', ms: [5_000, 30_000], where: 'request' } }
}

/** Placements arrive near the end of what their nonce allows, noops get lost, and queries take their time. */
function drawWorstCase(random: Random): readonly Rule[] {
  return [
    {
      name: 'very late',
      match: { endpoint: writes, probability: 0.5 },
      action: { kind: 'deliverLate', afterMs: [40_000, 55_000], ending: pick(random, ['drop', 'error']) },
    },
    { name: 'lost noops', match: { endpoint: 'noop', probability: 0.9 }, action: { kind: 'dropBeforeAccept' } },
    drawSlowQueries(random),
  ]
}
