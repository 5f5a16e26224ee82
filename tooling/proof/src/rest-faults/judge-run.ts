import type { FaultReport, OrderView } from '@aster/simulator'

import type { Attempt } from './ledger.ts'

/** What a client got wrong, counted. */
export interface Verdict {
  /** Intents that became more than one order. */
  readonly duplicates: number
  /** Orders believed absent, refused or unsent that exist, and orders believed placed that do not. */
  readonly lost: number
  /** Orders of which the client could not find out. */
  readonly unsettled: number
  /** Orders believed cancelled that rest. */
  readonly leftOpen: number
  /** Orders believed to have another price than they have. */
  readonly wrongPrice: number
  /** Nonces that reached the exchange in two different requests. */
  readonly noncesReused: number
  /** Bans during which the client went on asking. */
  readonly bansIgnored: number
  /** One sentence each. */
  readonly findings: readonly string[]
}

/** What the exchange itself knows. */
export interface Evidence {
  /** Every order of the account, open or done. */
  readonly orders: readonly OrderView[]
  /** Nonces of all requests it handled, noops apart: those repeat the nonce of a lost request on purpose. */
  readonly nonces: readonly string[]
  readonly report: FaultReport
  /** How long after a ban began requests may still come that were on their way. */
  readonly underWayMs: number
}

/** The end of a ban is a time by the exchange's clock; the client's may be that far off without its knowing. */
const excusableStepMs = 5_000
const excusableHits = 3
const resting: ReadonlySet<string> = new Set(['NEW', 'PARTIALLY_FILLED'])

/** Compares what the client believes with what the exchange knows. */
export function judgeRun(attempts: readonly Attempt[], { orders, nonces, report, underWayMs }: Evidence): Verdict {
  const findings: string[] = []
  const counts = { duplicates: 0, lost: 0, unsettled: 0, leftOpen: 0, wrongPrice: 0, noncesReused: 0, bansIgnored: 0 }
  const find = (kind: keyof typeof counts, sentence: string) => {
    counts[kind] += 1
    findings.push(`${kind}: ${sentence}`)
  }
  const byId = Map.groupBy(orders, ({ clientOrderId }) => clientOrderId)
  const countOf = ({ clientOrderId }: Attempt) => byId.get(clientOrderId)?.length ?? 0

  for (const [intent, tries] of Map.groupBy(attempts, (attempt) => attempt.intent)) {
    const made = tries.reduce((sum, attempt) => sum + countOf(attempt), 0)
    const ids = tries.map(({ clientOrderId }) => clientOrderId).join(', ')
    if (made > 1) find('duplicates', `intent ${intent} became ${made} orders (${ids})`)
  }
  for (const attempt of attempts) {
    const { clientOrderId, belief } = attempt
    const exists = countOf(attempt) > 0
    if (belief === 'unknown')
      find('unsettled', `${clientOrderId} was left unknown and ${exists ? 'exists' : 'is absent'}`)
    else if (exists !== (belief === 'placed')) {
      find('lost', `${clientOrderId} is believed ${belief} and ${exists ? 'exists' : 'does not exist'}`)
    }
    const open = byId.get(clientOrderId)?.some(({ status }) => resting.has(status)) ?? false
    const [order] = byId.get(clientOrderId) ?? []
    if (belief === 'placed' && attempt.price !== undefined && order !== undefined && order.price !== attempt.price) {
      find('wrongPrice', `${clientOrderId} is believed at ${attempt.price} and is at ${order.price}`)
    }
    if (attempt.canceled && open) find('leftOpen', `${clientOrderId} is believed cancelled and rests`)
  }
  for (const order of orders) {
    if (!attempts.some(({ clientOrderId }) => clientOrderId === order.clientOrderId)) {
      find('lost', `${order.clientOrderId} exists and the client knows nothing of it`)
    }
  }
  const reused = [...Map.groupBy(nonces, (nonce) => nonce).values()].filter((uses) => uses.length > 1)
  const [first] = reused
  if (first !== undefined) {
    counts.noncesReused = reused.length
    findings.push(`noncesReused: ${reused.length} nonces came more than once, ${first[0]} ${first.length} times`)
  }
  for (const { kind, forMs, hitsAtMs } of report.holds) {
    const late = hitsAtMs.filter((atMs) => atMs > underWayMs)
    if (kind !== 'ban' || late.length <= excusableHits || Math.abs(report.clockStepMs) > excusableStepMs) continue
    find('bansIgnored', `${late.length} requests went out during a ban of ${forMs} ms, long after it had begun`)
  }
  return { ...counts, findings }
}
