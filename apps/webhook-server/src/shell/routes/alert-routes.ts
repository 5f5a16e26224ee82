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
import { renderError } from '../../core/render-error.ts'
import type { ParsedSignal } from '../../core/signal.ts'
import { toSnakeCase } from '../../core/to-snake-case.ts'
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
  const { scale } = parts
  const routes = [
    { url: '/webhook/tradingview', body: actionBody, parse: parseSignal },
    { url: '/webhook/tradingview-strategy', body: targetBody, parse: (body: Body) => parseTarget(body, { scale }) },
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
  const parsed = parse(message)
  const signal = strategy === undefined ? parsed : { ...parsed, strategy }
  const nowMs = clock.now()
  if (signal.alertMs !== undefined && nowMs - signal.alertMs > parts.maxAgeMs) {
    const text = `the alert is ${nowMs - signal.alertMs} ms old; the limit is ${parts.maxAgeMs} ms`
    throw new Refusal(422, 'STALE_SIGNAL', text)
  }
  const dedupe = computeDedupeKey(route, message, signal)
  const same = store.findSame(dedupe.key, dedupe.isForEver ? 0 : nowMs - parts.dedupeWindowMs)
  if (same !== undefined) {
    reply.header('location', `/signals/${same.id}`)
    throw new Refusal(409, 'DUPLICATE_SIGNAL', `this alert has been taken in as ${same.id}`)
  }
  const stored = await store.append({
    id: randomUUID(),
    route,
    signal,
    message,
    source: request.ip,
    requestId: request.id,
    receivedMs: nowMs,
    dedupeKey: dedupe.key,
  })
  runner.submit(stored)
  const { wait, wait_ms: waitMs } = request.query as z.infer<typeof query>
  const after = wait === '1' ? await runner.wait(stored.id, waitMs) : undefined
  reply.header('location', `/signals/${stored.id}`)
  if (after?.endedMs === undefined) {
    return reply.status(202).send({
      success: true,
      message: 'accepted',
      signal_id: stored.id,
      status: after?.status ?? 'received',
      link: `/signals/${stored.id}`,
      idempotency_key: dedupe.key,
      ignored_fields: signal.ignoredFields ?? [],
      request_id: request.id,
    })
  }
  return answerEnded(after, { request, reply, idempotencyKey: dedupe.key, atMs: clock.now() })
}

/** The original's synchronous answer. */
function answerEnded(
  signal: StoredSignal,
  options: {
    readonly request: FastifyRequest
    readonly reply: FastifyReply
    readonly idempotencyKey: string
    readonly atMs: number
  },
) {
  const { request, reply, idempotencyKey, atMs } = options
  const { problem, outcome } = signal
  if (problem !== undefined) {
    const error = renderError({ ...problem, requestId: request.id, atMs })
    return reply.status(problem.status).send({ ...error, signal_id: signal.id, link: `/signals/${signal.id}` })
  }
  return reply.status(200).send({
    success: true,
    message: outcome?.message ?? 'done',
    order: toSnakeCase(outcome?.order ?? null),
    position: toSnakeCase(outcome?.position ?? null),
    signal_id: signal.id,
    status: signal.status,
    link: `/signals/${signal.id}`,
    idempotency_key: idempotencyKey,
    ignored_fields: signal.signal.ignoredFields ?? [],
    request_id: request.id,
  })
}
