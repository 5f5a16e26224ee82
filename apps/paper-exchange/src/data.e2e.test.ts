import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { agentSigner, createNonceSource, type Signer } from '@aster/auth'
import { createSeededRandom, createSystemClock, type Random, Secret, sleep } from '@aster/core'
import { testKeys } from '@aster/simulator/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

const mainFile = join(import.meta.dirname, 'main.ts')
const clock = createSystemClock()
const running: ChildProcess[] = []
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paper-data-'))
})
afterAll(() => rm(folder, { recursive: true }))
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

type Json = Readonly<Record<string, unknown>>

async function start(...flags: string[]) {
  const child = spawn(process.execPath, [mainFile, '--limits', 'off', '--nonce-window-ms', '60000', ...flags], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.push(child)
  const closed = once(child, 'close')
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  while (!out.includes('\n') && child.exitCode === null) await Promise.race([once(child.stdout, 'data'), closed])
  const rest = child.exitCode === null ? (JSON.parse(out) as { rest: string; ws: string }) : { rest: '', ws: '' }
  return { child, closed, ...rest, errors: () => err }
}

const createSigner = (): Signer =>
  agentSigner({
    privateKey: new Secret(testKeys.agent.privateKey),
    user: testKeys.master.address,
    network: 'mainnet',
    nonces: createNonceSource({ clock }),
  })

/** One signed call; undefined when no whole answer came. */
async function call(
  rest: string,
  signer: Signer,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  params: Record<string, string>,
) {
  const { query, body, headers } = await signer.sign({ method, params: Object.entries(params) })
  try {
    const answer = await fetch(`${rest}${path}${query === '' ? '' : `?${query}`}`, {
      method,
      headers: { ...headers },
      ...(body !== '' && { body }),
    })
    return { status: answer.status, json: (await answer.json()) as Json }
  } catch {
    return undefined
  }
}

/** What the exchange has said to a client: the latest word on each order, and every fill of the user stream. */
interface Acknowledged {
  readonly orders: Map<string, Json>
  readonly canceled: Set<string>
  readonly fills: Map<number, Json>
}

/** Places, cancels and takes until the exchange is gone. */
async function trade(rest: string, signer: Signer, random: Random, heard: Acknowledged, prefix: string): Promise<void> {
  const resting: string[] = []
  for (let count = 0; ; count++) {
    const kind = random.next()
    const newClientOrderId = `${prefix}-${count}`
    const cancels = kind > 0.75 ? resting.shift() : undefined
    if (cancels !== undefined) {
      const answer = await call(rest, signer, 'DELETE', '/fapi/v3/order', {
        symbol: 'BTCUSDT',
        origClientOrderId: cancels,
      })
      if (answer === undefined) return
      if (answer.status === 200) heard.canceled.add(cancels)
      continue
    }
    const side = random.next() < 0.5 ? 'BUY' : 'SELL'
    const price = side === 'BUY' ? 90_000 + random.nextInt(2_000) : 100_000 + random.nextInt(2_000)
    const terms: Record<string, string> =
      kind < 0.4 ? { type: 'MARKET' } : { type: 'LIMIT', timeInForce: 'GTC', price: String(price) }
    const answer = await call(rest, signer, 'POST', '/fapi/v3/order', {
      symbol: 'BTCUSDT',
      side,
      quantity: '0.002',
      newClientOrderId,
      newOrderRespType: 'RESULT',
      ...terms,
    })
    if (answer === undefined) return
    if (answer.status !== 200) continue
    heard.orders.set(newClientOrderId, answer.json)
    if (terms['type'] === 'LIMIT') resting.push(newClientOrderId)
  }
}

function listen(ws: string, listenKey: string, heard: Acknowledged): WebSocket {
  const socket = new WebSocket(`${ws}/ws/${listenKey}`)
  socket.addEventListener('message', ({ data }) => {
    const event = JSON.parse(String(data)) as { e: string; o?: { x: string; t: number; c: string; l: string } }
    if (event.e === 'ORDER_TRADE_UPDATE' && event.o?.x === 'TRADE') heard.fills.set(event.o.t, event.o)
  })
  return socket
}

/** Compares what was said before a kill with what is true after it. */
async function check(rest: string, signer: Signer, heard: Acknowledged): Promise<Json> {
  const orders = (await call(rest, signer, 'GET', '/fapi/v3/allOrders', { symbol: 'BTCUSDT', limit: '1000' }))?.json
  const trades = (await call(rest, signer, 'GET', '/fapi/v3/userTrades', { symbol: 'BTCUSDT', limit: '1000' }))?.json
  const income = (await call(rest, signer, 'GET', '/fapi/v3/income', { limit: '1000' }))?.json
  const [position] = (await call(rest, signer, 'GET', '/fapi/v3/positionRisk', { symbol: 'BTCUSDT' }))
    ?.json as unknown as Json[]
  const [balance] = ((await call(rest, signer, 'GET', '/fapi/v3/balance', {}))?.json as unknown as Json[]).filter(
    ({ asset }) => asset === 'USDT',
  )
  const byClientId = new Map((orders as unknown as Json[]).map((order) => [String(order['clientOrderId']), order]))
  const ids = (orders as unknown as Json[]).map(({ orderId }) => orderId)
  expect(new Set(ids).size).toBe(ids.length)
  for (const [clientOrderId, said] of heard.orders) {
    const order = byClientId.get(clientOrderId)
    expect(order, clientOrderId).toMatchObject({ orderId: said['orderId'], price: said['price'], side: said['side'] })
    expect(Number(order?.['executedQty'])).toBeGreaterThanOrEqual(Number(said['executedQty']))
    if (said['status'] === 'FILLED') expect(order?.['status']).toBe('FILLED')
    if (heard.canceled.has(clientOrderId)) expect(order?.['status']).toBe('CANCELED')
  }
  const rows = trades as unknown as { id: number; qty: string; side: string; realizedPnl: string; commission: string }[]
  const tradeIds = new Set(rows.map(({ id }) => id))
  for (const [id, fill] of heard.fills) expect(tradeIds.has(id), JSON.stringify(fill)).toBe(true)
  const held = rows.reduce((sum, { side, qty }) => sum + (side === 'BUY' ? 1 : -1) * Math.round(Number(qty) * 1000), 0)
  expect(held).toBe(Math.round(Number(position?.['positionAmt']) * 1000))
  const earned = (income as unknown as { income: string }[]).reduce((sum, row) => sum + Number(row.income), 0)
  expect(Math.abs(10_000 + earned - Number(balance?.['balance']))).toBeLessThan(1e-6)
  return { orders: ids.length, fills: rows.length }
}

describe('paper-exchange --data', () => {
  it('loses nothing that it acknowledged when it is killed at random moments under load', async () => {
    const random = createSeededRandom(7)
    const signer = createSigner()
    const heard: Acknowledged = { orders: new Map(), canceled: new Set(), fills: new Map() }
    const flags = ['--data', 'killed', '--symbols', 'BTCUSDT']
    const seen: Json[] = []
    for (let round = 0; round < 5; round++) {
      const { child, closed, rest, ws } = await start(...flags)
      if (round > 0) seen.push(await check(rest, signer, heard))
      const key = (await call(rest, signer, 'POST', '/fapi/v3/listenKey', {}))?.json['listenKey']
      const socket = listen(ws, String(key), heard)
      await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }))
      const workers = [0, 1, 2, 3].map((worker) =>
        trade(rest, signer, random.fork(`${round}/${worker}`), heard, `r${round}w${worker}`),
      )
      await sleep(clock, 150 + random.nextInt(500))
      child.kill('SIGKILL')
      await closed
      await Promise.all(workers)
      socket.close()
    }
    const { rest, child, closed } = await start(...flags)
    seen.push(await check(rest, signer, heard))
    child.kill('SIGTERM')
    expect((await closed)[0]).toBe(0)
    expect(heard.orders.size).toBeGreaterThan(100)
    expect(heard.fills.size).toBeGreaterThan(30)
    expect(heard.canceled.size).toBeGreaterThan(5)
    expect(seen).toHaveLength(5)
  }, 120_000)

  it('is for one process per folder', async () => {
    await start('--data', 'shared', '--market', 'quiet')
    const second = await start('--data', 'shared', '--market', 'quiet')
    expect((await second.closed)[0]).toBe(2)
    expect(second.errors()).toMatch(/--data.*in use by another process/)
  })
})
