import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { generateAgentKey } from '@aster/auth'
import { type Clock, sleep } from '@aster/core'
import { createExchange } from '@aster/simulator'

import type { WebhookOrders } from './webhook-child.ts'
import type { WebhookPlan } from './webhook-plan.ts'
import type { WebhookBug } from './webhook-plants.ts'

export interface WebhookRun {
  readonly signals: number
  readonly executedTwice: number
  readonly lost: number
  readonly outOfOrder: number
  readonly duplicatesRefused: number
  readonly wasKilled: boolean
  readonly violations: readonly string[]
}

interface ToldSignal {
  readonly account: string
  readonly external_id: string
  readonly status: string
  readonly reason: string | null
  readonly started_at: string
  readonly ended_at: string
}

const childFile = join(import.meta.dirname, 'webhook-child.ts')
const settlesWithinMs = 20_000

/**
 * One server as a real process, alerts sent to it over HTTP, killed by SIGKILL between two of its steps, started again on
 * the same folder. The sender repeats what got no answer, and then everything once more.
 */
export async function runWebhookCrash(
  plan: WebhookPlan,
  bug: WebhookBug | undefined,
  clock: Clock,
): Promise<WebhookRun> {
  const folder = mkdtempSync(join(tmpdir(), 'aster-webhook-'))
  const exchange = createExchange({ clock, market: 'quiet', symbols: ['BTCUSDT'], seed: plan.seed })
  await exchange.start()
  const { restUrl, wsUrl } = await exchange.listen({ host: '127.0.0.1', port: 0 })
  const secret = randomBytes(16).toString('hex')
  const accounts = plan.accounts.map((account) => ({ ...account, privateKey: generateAgentKey().reveal() }))
  const orders = { restUrl, wsUrl, accounts, secret, folder, bug }
  const lives: ChildProcess[] = []
  const begin = async (killAt: number | undefined) => {
    const child = fork(childFile, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    lives.push(child)
    child.send({ ...orders, killAt } satisfies WebhookOrders)
    const [news] = (await once(child, 'message')) as [{ url?: string; fault?: string }]
    if (news.url === undefined) throw new Error(news.fault ?? 'the server did not start')
    return { child, url: news.url, ended: once(child, 'exit') }
  }
  try {
    const first = await begin(plan.killAt)
    const answered = new Set<number>()
    const send = async (url: string, index: number): Promise<number | undefined> => {
      const alert = plan.alerts[index]
      const body = JSON.stringify({ ...alert?.body, webhook_secret: secret })
      return fetch(url + (alert?.path ?? ''), { method: 'POST', body }).then(
        ({ status }) => {
          if (status === 202) answered.add(index)
          return status
        },
        () => undefined,
      )
    }
    let duplicatesRefused = 0
    for (const index of plan.alerts.keys()) {
      const statuses = await Promise.all(
        plan.twice.has(index) ? [send(first.url, index), send(first.url, index)] : [send(first.url, index)],
      )
      duplicatesRefused += statuses.filter((status) => status === 409).length
      if (statuses.every((status) => status === undefined)) break
    }
    const call = createCaller(secret)
    const wasKilled = await waitForEnd({ ...first, call, clock, signals: answered.size * accounts.length })
    // one that had fewer steps is killed while it has nothing to do
    first.child.kill('SIGKILL')
    await first.ended
    const second = await begin(undefined)
    // the sender does not know what arrived: it sends everything again, in order
    for (const index of plan.alerts.keys()) {
      if ((await send(second.url, index)) === 409) duplicatesRefused += 1
    }
    await waitForEnd({ ...second, call, clock, signals: plan.alerts.length * accounts.length })
    return { ...(await judge(plan, (path) => call(second.url + path))), duplicatesRefused, wasKilled }
  } finally {
    for (const child of lives) child.kill('SIGKILL')
    await exchange.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Call = (url: string) => Promise<Record<string, unknown>>

const createCaller =
  (secret: string): Call =>
  async (url) =>
    (await (await fetch(url, { headers: { authorization: `Bearer ${secret}` } })).json()) as Record<string, unknown>

/** Resolves with true when the process has died, with false when nothing waits any more. */
async function waitForEnd(options: {
  readonly child: ChildProcess
  readonly ended: Promise<unknown>
  readonly url: string
  readonly call: Call
  readonly clock: Clock
  readonly signals: number
}): Promise<boolean> {
  const { child, url, call, clock, signals } = options
  const endsMs = clock.monotonicMs() + settlesWithinMs
  while (clock.monotonicMs() < endsMs) {
    if (child.exitCode !== null || child.signalCode !== null) return true
    const told = await call(`${url}/signals`).catch(() => undefined)
    if (told !== undefined) {
      const counts = told['counts'] as Record<string, number>
      const over = (counts['done'] ?? 0) + (counts['refused'] ?? 0) + (counts['failed'] ?? 0)
      if (over >= signals && (counts['received'] ?? 0) + (counts['executing'] ?? 0) === 0) return false
    }
    await sleep(clock, 25)
  }
  return child.exitCode !== null || child.signalCode !== null
}

type Judgement = Pick<WebhookRun, 'signals' | 'executedTwice' | 'lost' | 'outOfOrder' | 'violations'>

/** Each account held against what the exchange says of it: orders, position, stop. */
async function judge(plan: WebhookPlan, call: Call): Promise<Judgement> {
  const { signals } = (await call('/signals?limit=500')) as unknown as { signals: readonly ToldSignal[] }
  const total = { signals: 0, executedTwice: 0, lost: 0, outOfOrder: 0, violations: [] as string[] }
  for (const { id, weight } of plan.accounts) {
    const own = signals.filter(({ account }) => account === id).toReversed()
    const one = await judgeAccount(plan, { id, weight: Number(weight), signals: own, call })
    total.signals += one.signals
    total.executedTwice += one.executedTwice
    total.lost += one.lost
    total.outOfOrder += one.outOfOrder
    total.violations.push(...one.violations.map((violation) => `${id}: ${violation}`))
  }
  return total
}

async function judgeAccount(
  plan: WebhookPlan,
  {
    id,
    weight,
    signals: inOrder,
    call,
  }: { readonly id: string; readonly weight: number; readonly signals: readonly ToldSignal[]; readonly call: Call },
): Promise<Judgement> {
  const violations: string[] = []
  const place = `account=${id}`
  const { orders } = (await call(`/orders?symbol=BTCUSDT&limit=1000&${place}`)) as unknown as {
    orders: readonly { readonly client_order_id: string; readonly executed_qty: string }[]
  }
  const { positions } = (await call(`/positions?${place}`)) as unknown as {
    positions: readonly { readonly position_amt: string }[]
  }
  const { orders: open } = (await call(`/orders/open?${place}`)) as unknown as {
    orders: readonly { readonly type: string }[]
  }
  let lost = 0
  for (const { body } of plan.alerts) {
    const own = inOrder.filter((signal) => signal.external_id === body.id)
    if (own.some(({ status }) => status === 'done')) continue
    lost += 1
    violations.push(
      `${body.id} is lost: ${own.map(({ status, reason }) => `${status}, ${reason ?? ''}`).join('; ') || 'never taken in'}`,
    )
  }
  const taken = orders.filter((order) => order.client_order_id.startsWith('wh-in.') && Number(order.executed_qty) > 0)
  const wanted = plan.alerts.filter(({ takesOrder }) => takesOrder).length
  const executedTwice = Math.max(0, taken.length - wanted)
  if (executedTwice > 0) violations.push(`${taken.length} orders were filled for ${wanted} alerts`)
  const repeated = inOrder.length - new Set(inOrder.map((signal) => signal.external_id)).size
  if (repeated > 0) violations.push(`${repeated} alerts were taken in twice`)
  let outOfOrder = 0
  for (const [index, signal] of inOrder.entries()) {
    const before = inOrder[index - 1]
    if (before !== undefined && signal.started_at < before.ended_at) outOfOrder += 1
  }
  if (outOfOrder > 0) violations.push(`${outOfOrder} signals began before the one in front of them was over`)
  const expected = ((plan.alerts.at(-1)?.positionAfter ?? 0) * weight) / 100
  const held = Number(positions[0]?.position_amt ?? 0)
  if (held !== expected) violations.push(`the position is ${held} instead of ${expected}`)
  const stops = open.filter(({ type }) => type === 'STOP_MARKET').length
  if (open.length !== stops || stops !== (held === 0 ? 0 : 1)) {
    violations.push(`${stops} stops and ${open.length} open orders for a position of ${held}`)
  }
  return { signals: plan.alerts.length, executedTwice, lost, outOfOrder, violations }
}
