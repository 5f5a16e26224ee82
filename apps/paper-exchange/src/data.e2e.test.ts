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

/** Compares what was said before a kill with what is true after it; answers what does not fit. */
async function compare(rest: string, signer: Signer, heard: Acknowledged): Promise<readonly string[]> {
  const list = async (path: string, params: Record<string, string>): Promise<readonly Json[]> => {
    const answer = await call(rest, signer, 'GET', `/fapi/v3/${path}`, params)
    return Array.isArray(answer?.json) ? (answer.json as Json[]) : []
  }
  // a fast machine places more than one page holds
  const listAll = async (path: string, cursor: string, next: (last: Json) => string, key: (row: Json) => string) => {
    const rows = new Map<string, Json>()
    for (let from = '1'; ;) {
      const page = await list(path, { symbol: 'BTCUSDT', limit: '1000', [cursor]: from })
      for (const row of page) rows.set(key(row), row)
      const last = page.at(-1)
      if (page.length < 1_000 || last === undefined) return [...rows.values()]
      from = next(last)
    }
  }
  const orders = await listAll(
    'allOrders',
    'orderId',
    ({ orderId }) => String(Number(orderId) + 1),
    ({ orderId, clientOrderId }) => `${String(orderId)} ${String(clientOrderId)}`,
  )
  const fills = await listAll(
    'userTrades',
    'fromId',
    ({ id }) => String(Number(id) + 1),
    ({ id }) => String(id),
  )
  const income = await listAll(
    'income',
    'startTime',
    ({ time }) => String(time),
    (row) => JSON.stringify(row),
  )
  const [position] = await list('positionRisk', { symbol: 'BTCUSDT' })
  const balance = (await list('balance', {})).find(({ asset }) => asset === 'USDT')
  const byClientId = new Map(orders.map((order) => [String(order['clientOrderId']), order]))
  const tradeIds = new Set(fills.map(({ id }) => id))
  const held = fills.reduce((sum, { side, qty }) => sum + (side === 'BUY' ? 1 : -1) * Math.round(Number(qty) * 1000), 0)
  const earned = income.reduce((sum, row) => sum + Number(row['income']), 0)

  const isKept = (clientOrderId: string, said: Json): boolean => {
    const order = byClientId.get(clientOrderId)
    return (
      order !== undefined &&
      order['orderId'] === said['orderId'] &&
      order['price'] === said['price'] &&
      Number(order['executedQty']) >= Number(said['executedQty']) &&
      (said['status'] !== 'FILLED' || order['status'] === 'FILLED') &&
      (!heard.canceled.has(clientOrderId) || order['status'] === 'CANCELED')
    )
  }
  const lost = [...heard.orders].filter(([clientOrderId, said]) => !isKept(clientOrderId, said))
  const lostFills = [...heard.fills].filter(([id]) => !tradeIds.has(id))
  const reused = orders.length - new Set(orders.map(({ orderId }) => orderId)).size
  return [
    ...lost.map(([id, said]) => `order ${id}: said ${JSON.stringify(said)}, is ${JSON.stringify(byClientId.get(id))}`),
    ...lostFills.map(([id]) => `fill ${id} is gone`),
    ...(reused === 0 ? [] : [`${reused} order ids twice`]),
    ...(held === Math.round(Number(position?.['positionAmt']) * 1000) ? [] : [`position is not the sum of fills`]),
    ...(Math.abs(10_000 + earned - Number(balance?.['balance'])) < 1e-6 ? [] : [`balance is not deposit plus income`]),
  ]
}

describe('paper-exchange --data', () => {
  it('loses nothing that it acknowledged when it is killed at random moments under load', async () => {
    const random = createSeededRandom(7)
    const signer = createSigner()
    const heard: Acknowledged = { orders: new Map(), canceled: new Set(), fills: new Map() }
    const flags = ['--data', 'killed', '--symbols', 'BTCUSDT']
    const problems: string[] = []
    for (let round = 0; round < 5; round++) {
      const { child, closed, rest, ws } = await start(...flags)
      problems.push(...(round > 0 ? await compare(rest, signer, heard) : []))
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
    problems.push(...(await compare(rest, signer, heard)))
    child.kill('SIGTERM')
    expect((await closed)[0]).toBe(0)
    expect(heard.orders.size).toBeGreaterThan(100)
    expect(heard.fills.size).toBeGreaterThan(30)
    expect(heard.canceled.size).toBeGreaterThan(5)
    expect(problems).toEqual([])
  }, 120_000)

  it('is for one process per folder', async () => {
    await start('--data', 'shared', '--market', 'quiet')
    const second = await start('--data', 'shared', '--market', 'quiet')
    expect((await second.closed)[0]).toBe(2)
    expect(second.errors()).toMatch(/--data.*in use by another process/)
  })
})
