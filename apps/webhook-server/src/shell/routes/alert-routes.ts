import { randomUUID } from 'node:crypto'

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'

import { checkAlert, checkSource } from '../../core/authorize.ts'
import { computeDedupeKey } from '../../core/compute-dedupe-key.ts'
import { hideSecrets } from '../../core/hide-secrets.ts'
import type { Body } from '../../core/parse-body.ts'
import { parseSignal } from '../../core/parse-signal.ts'
import { parseTarget } from '../../core/parse-target.ts'
import { Refusal } from '../../core/refusal.ts'
import { renderAnswer } from '../../core/render-answer.ts'
import { shareSignal } from '../../core/share-signal.ts'
import type { ParsedSignal } from '../../core/signal.ts'
import { findPolicy } from '../../core/strategy-policy.ts'
import type { ServerParts } from '../server-parts.ts'
import type { StoredSignal } from '../signal-store.ts'
import { readHeader } from './check-access.ts'

const waitsForMs = 2_500
const longestWaitMs = 25_000

const query = z.object({
  wait: z.enum(['0', '1']).default('0').describe('1 answers when the signal is over, with order and position.'),
  wait_ms: z.coerce.number().int().min(1).max(longestWaitMs).default(waitsForMs),
})

const actionBody = z.looseObject({
  action: z.string().describe('open, increase, decrease, close, reverse, cancel, breakeven; buy, sell, add, exit.'),
  symbol: z.string().describe('BTCUSDT, BTCUSDT.P, BINANCE:BTCUSDT.P, BTC/USDT; also as ticker.'),
  side: z.string().optional(),
  quantity: z.union([z.string(), z.number()]).optional(),
  quantity_type: z.string().optional(),
  order_type: z.string().optional(),
  price: z.union([z.string(), z.number()]).optional(),
  stop_loss: z.unknown().optional(),
  take_profit: z.unknown().optional(),
  trailing_percent: z.union([z.string(), z.number()]).optional(),
  stop_price: z.union([z.string(), z.number()]).optional().describe('The trigger of a STOP entry.'),
  limit_price: z.union([z.string(), z.number()]).optional(),
  time_in_force: z.string().optional().describe('Of a LIMIT entry: GTC, GTX, IOC, FOK.'),
  expires_in: z.union([z.string(), z.number()]).optional().describe('Seconds, or like 15m, of a resting entry.'),
  max_slippage_percent: z.union([z.string(), z.number()]).optional().describe('Of a MARKET entry.'),
  max_slippage_bps: z.union([z.string(), z.number()]).optional(),
  sentiment: z.string().optional().describe('bullish, bearish or flat: where the strategy stands afterwards.'),
  reduce_only: z.union([z.string(), z.boolean()]).optional(),
  cancel: z.union([z.string(), z.boolean()]).optional().describe('true: entries that rest go first.'),
  extras: z.unknown().optional().describe('Whatever the sender likes.'),
  leverage: z.union([z.string(), z.number()]).optional(),
  id: z.string().optional(),
  time: z.union([z.string(), z.number()]).optional(),
  strategy: z.string().optional(),
  webhook_secret: z.string().optional(),
})

const targetBody = z.looseObject({
  symbol: z.string(),
  position_size: z.union([z.string(), z.number()]),
  market_position: z.string().optional(),
  prev_market_position: z.string().optional(),
  order_action: z.string().optional(),
  contracts: z.union([z.string(), z.number()]).optional(),
  order_type: z.string().optional(),
  price: z.union([z.string(), z.number()]).optional(),
  stop_loss: z.unknown().optional(),
  max_slippage_percent: z.union([z.string(), z.number()]).optional(),
  webhook_secret: z.string().optional(),
})

/** Where alerts come in: authenticated, understood, written down, then answered. What they want happens afterwards. */
export function alertRoutes(app: FastifyInstance, parts: ServerParts): void {
  const { scale, policies } = parts
  const scaleOf = (strategy: string) => policies?.get(strategy)?.scale ?? scale
  const routes = [
    { url: '/webhook/tradingview', body: actionBody, parse: parseSignal },
    { url: '/webhook/tradingview-strategy', body: targetBody, parse: (body: Body) => parseTarget(body, { scaleOf }) },
  ] as const
  for (const { url, body, parse } of routes) {
    for (const path of [url, `${url}/t/:token`]) {
      app.post(
        path,
        {
          schema: { tags: ['alerts'], body, querystring: query },
          // the schema is for the documentation: alerts are read more leniently, and explained better
          validatorCompiler: ({ httpPart }) => (httpPart === 'querystring' ? readQuery : () => true),
          onRequest: async (request) => {
            checkSource(parts.rules, request.ip)
          },
        },
        (request, reply) => takeIn(parts, { route: url, parse, request, reply }),
      )
    }
  }
}

function readQuery(data: unknown) {
  const { data: value, error } = query.safeParse(data)
  return error === undefined ? { value } : { error }
}

async function takeIn(
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
  const message = hideSecrets(body)
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
    return await answer(parts, { alertId, stored, idempotencyKey: dedupe.key, request, reply })
  } catch (error) {
    if (error instanceof Refusal) parts.refusals.note({ ...facts, refusal: error })
    throw error
  }
}

/** The token of the path decides, whatever the message calls its strategy. */
function nameStrategy(message: Body, strategy: string): Body {
  const others = Object.entries(message).filter(([name]) => !strategyNames.has(name))
  return { ...Object.fromEntries(others), strategy }
}

const strategyNames: ReadonlySet<string> = new Set(['strategy', 'strategy_id', 'strategyId'])

/** @throws {Refusal} 422: by its own time it is too old. */
function refuseStale({ alertMs }: ParsedSignal, nowMs: number, maxAgeMs: number): void {
  if (alertMs === undefined || nowMs - alertMs <= maxAgeMs) return
  throw new Refusal(422, 'STALE_SIGNAL', `the alert is ${nowMs - alertMs} ms old; the limit is ${maxAgeMs} ms`)
}

async function answer(
  { runner, clock }: ServerParts,
  options: {
    readonly alertId: string
    readonly stored: readonly StoredSignal[]
    readonly idempotencyKey: string
    readonly request: FastifyRequest
    readonly reply: FastifyReply
  },
) {
  const { alertId, stored, idempotencyKey, request, reply } = options
  const { wait, wait_ms: waitMs } = request.query as z.infer<typeof query>
  reply.header('location', `/signals/${alertId}`)
  const after = wait === '1' ? await Promise.all(stored.map(({ id }) => runner.wait(id, waitMs))) : []
  const ended = after.filter((signal) => signal?.endedMs !== undefined) as StoredSignal[]
  if (ended.length === 0 || ended.length < stored.length) {
    return reply.status(202).send({
      success: true,
      message: 'accepted',
      signal_id: alertId,
      status: after[0]?.status ?? 'received',
      link: `/signals/${alertId}`,
      idempotency_key: idempotencyKey,
      ignored_fields: stored[0]?.signal.ignoredFields ?? [],
      request_id: request.id,
    })
  }
  const { status, body } = renderAnswer(ended, { requestId: request.id, idempotencyKey, atMs: clock.now() })
  return reply.status(status).send(body)
}
