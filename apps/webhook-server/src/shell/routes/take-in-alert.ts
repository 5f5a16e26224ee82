import { randomUUID } from 'node:crypto'

import type { FastifyReply, FastifyRequest } from 'fastify'

import { checkAlert, listSecrets } from '../../core/authorize.ts'
import { computeDedupeKey } from '../../core/compute-dedupe-key.ts'
import { hideSecrets } from '../../core/hide-secrets.ts'
import type { NotedRefusal } from '../../core/noted-refusal.ts'
import type { Body } from '../../core/parse-body.ts'
import { Refusal } from '../../core/refusal.ts'
import { shareSignal } from '../../core/share-signal.ts'
import type { ParsedSignal } from '../../core/signal.ts'
import { findPolicy } from '../../core/strategy-policy.ts'
import type { ServerParts } from '../server-parts.ts'
import { answerAlert } from './answer-alert.ts'
import { readHeader } from './check-access.ts'

/**
 * Takes an alert in: authenticated, understood, not too old, not known, shared out among accounts, on the disk. Then it is
 * handed to the runner and answered. Who sent it knew the secret: why it is not taken in is kept for a person to read.
 *
 * @throws {Refusal} It is not taken in.
 */
export async function takeInAlert(
  parts: ServerParts,
  options: {
    readonly route: string
    readonly parse: (body: Body) => ParsedSignal
    readonly request: FastifyRequest
    readonly reply: FastifyReply
  },
) {
  const { route, parse, request, reply } = options
  const { store, runner, clock, rules } = parts
  const body = (request.body ?? {}) as Body
  const strategy = checkAlert(rules, {
    body,
    raw: request.rawBody,
    header: readHeader(request, 'x-webhook-secret'),
    signature: readHeader(request, 'x-signature'),
    pathToken: (request.params as { token?: string }).token,
  })
  const refusal = parts.refuseIntake()
  if (refusal !== undefined) throw new Refusal(503, 'NOT_READY', refusal)
  const message = hideSecrets(body, listSecrets(rules))
  const facts = { route, message, source: request.ip, requestId: request.id, receivedMs: clock.now() }
  try {
    const signal = parse(strategy === undefined ? message : nameStrategy(message, strategy))
    refuseStale(signal, facts.receivedMs, parts.maxAgeMs)
    const dedupe = computeDedupeKey(route, message, signal)
    const same = store.findSame(dedupe.key, dedupe.isForEver ? 0 : facts.receivedMs - parts.dedupeWindowMs)
    if (same !== undefined) {
      reply.header('location', `/signals/${same.id}`)
      throw new Refusal(409, 'DUPLICATE_SIGNAL', `this alert has been taken in as ${same.id}`)
    }
    const shares = shareSignal(signal, parts.seats, findPolicy(parts.policies, signal.strategy))
    const [alertId, ...others] = shares.map(() => randomUUID())
    if (alertId === undefined) throw new Refusal(422, 'NO_ACCOUNT', 'it names no account of this server')
    const ids = [alertId, ...others]
    const stored = await store.append(
      shares.map((share, index) => ({ ...facts, ...share, id: ids[index] ?? alertId, alertId, dedupeKey: dedupe.key })),
    )
    for (const signalOfAccount of stored) runner.submit(signalOfAccount)
    return await answerAlert(parts, { alertId, stored, idempotencyKey: dedupe.key, request, reply })
  } catch (error) {
    if (error instanceof Refusal) noteRefusal(parts, { ...facts, refusal: error })
    throw error
  }
}

/** The sender hears why it was refused, whether or not that can be written down. */
function noteRefusal({ refusals, log }: ServerParts, refusal: NotedRefusal): void {
  try {
    refusals.note(refusal)
  } catch (error) {
    log.warn('a refusal could not be written down', { requestId: refusal.requestId, error })
  }
}

/** The token of the path decides, whatever the message calls its strategy. */
function nameStrategy(message: Body, strategy: string): Body {
  const others = Object.entries(message).filter(([name]) => !strategyNames.has(name))
  return { ...Object.fromEntries(others), strategy }
}

const strategyNames: ReadonlySet<string> = new Set(['strategy', 'strategy_id', 'strategyId'])

/** @throws {Refusal} 422: by its own time it is too old, or so far ahead that it would overtake what comes after it. */
function refuseStale({ alertMs }: ParsedSignal, nowMs: number, maxAgeMs: number): void {
  if (alertMs === undefined || Math.abs(nowMs - alertMs) <= maxAgeMs) return
  if (alertMs > nowMs) {
    const message = `the alert is ${alertMs - nowMs} ms ahead of the clock of this server; the limit is ${maxAgeMs} ms`
    throw new Refusal(422, 'TIME_AHEAD', message)
  }
  throw new Refusal(422, 'STALE_SIGNAL', `the alert is ${nowMs - alertMs} ms old; the limit is ${maxAgeMs} ms`)
}
