import { createHash } from 'node:crypto'

import { agentSigner, createNonceSource } from '@aster/auth'
import { createSeededRandom, createVirtualClock, Secret } from '@aster/core'
import { createExchange } from '@aster/simulator'
import { testKeys } from '@aster/simulator/testing'

import { createStormScript } from './create-storm-script.ts'

const startMs = Date.UTC(2026, 0, 1, 11, 30)
const stepMs = 1500
const minuteMs = 60_000

/** The whole of a life, and its minutes, so that the first that differs can be named. */
export interface Life {
  readonly digest: string
  readonly minutes: readonly string[]
  /** Lines of the event log, and messages heard on sockets. */
  readonly lines: number
  readonly messages: number
  readonly requests: number
}

/**
 * Lets an exchange live on a moving market under faults, with a trader on it, under a virtual clock. Everything that it
 * logs, answers and sends goes into the digest.
 *
 * @param disturb - Gives text that goes into the trader's order ids; what a deterministic life has none of.
 */
export async function liveAnHour(seed: number, minutes: number, disturb: () => string): Promise<Life> {
  const clock = createVirtualClock({ startMs })
  const exchange = createExchange({
    clock,
    seed,
    market: 'synthetic',
    symbols: ['BTCUSDT', 'ETHUSDT'],
    faults: createStormScript(seed),
    accounts: [{ usdt: '100000', v3: { user: testKeys.master.address, signers: [testKeys.agent.address] } }],
  })
  await clock.runUntil(exchange.start())
  const whole = createHash('sha256')
  let minute = createHash('sha256')
  const counts = { lines: 0, messages: 0, requests: 0 }
  const note = (text: string) => {
    whole.update(text).update('\n')
    minute.update(text).update('\n')
  }
  exchange.onEvent((line) => {
    counts.lines += 1
    note(line)
  })

  const transport = exchange.transport({ latencyMs: 5 })
  const signer = agentSigner({
    privateKey: new Secret(testKeys.agent.privateKey),
    user: testKeys.master.address,
    network: 'mainnet',
    nonces: createNonceSource({ clock }),
  })
  const call = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, params: Record<string, string> = {}) => {
    counts.requests += 1
    const { query, body, headers } = signer.sign({ method, params: Object.entries(params) })
    const url = `${exchange.restUrl}${path}${query === '' ? '' : `?${query}`}`
    try {
      const answer = await clock.runUntil(transport.send({ method, url, headers, body, timeoutMs: 3000 }))
      note(`${answer.status} ${JSON.stringify(answer.headers)} ${answer.body}`)
      return answer.body
    } catch (error) {
      note(`failed: ${error instanceof Error ? error.message : String(error)}`)
      return ''
    }
  }

  const connector = exchange.connector({ latencyMs: 5 })
  let isOpen = false
  const listen = async () => {
    isOpen = true
    const key = /"listenKey":"(\w+)"/.exec(await call('POST', '/fapi/v3/listenKey'))?.[1] ?? 'none'
    const names = [key, 'btcusdt@depth@100ms', 'btcusdt@aggTrade', 'ethusdt@bookTicker', 'btcusdt@kline_1m']
    connector.connect(`${exchange.wsUrl}/stream?streams=${names.join('/')}`, {
      onOpen: () => note('opened'),
      onMessage(text) {
        counts.messages += 1
        note(text)
      },
      onClose(code, reason) {
        note(`closed ${code} ${reason}`)
        isOpen = false
      },
    })
  }

  const trader = createSeededRandom(`trader/${seed}`)
  const digests: string[] = []
  for (let now = 0, due = minuteMs; now < minutes * minuteMs; now += stepMs) {
    if (!isOpen) await listen()
    await act(trader, call, disturb)
    await clock.advance(stepMs)
    if (now + stepMs < due) continue
    digests.push(minute.digest('hex'))
    minute = createHash('sha256')
    due += minuteMs
  }
  note(JSON.stringify(exchange.state()))
  await clock.runUntil(exchange.stop())
  return { digest: whole.digest('hex'), minutes: digests, ...counts }
}

type Call = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  params?: Record<string, string>,
) => Promise<string>

/** What the trader does next: orders of several kinds, cancels, questions. */
async function act(random: ReturnType<typeof createSeededRandom>, call: Call, disturb: () => string): Promise<void> {
  const symbol = random.nextInt(3) === 0 ? 'ETHUSDT' : 'BTCUSDT'
  const side = random.nextInt(2) === 0 ? 'BUY' : 'SELL'
  const quantity = symbol === 'BTCUSDT' ? '0.01' : '0.2'
  const newClientOrderId = `life-${random.nextInt(1_000_000_000)}${disturb()}`
  const dice = random.nextInt(10)
  if (dice < 4) await call('POST', '/fapi/v3/order', { symbol, side, type: 'MARKET', quantity, newClientOrderId })
  else if (dice < 7) {
    const book = await call('GET', '/fapi/v3/ticker/bookTicker', { symbol })
    const price = /"(?:bidPrice)":"([\d.]+)"/.exec(book)?.[1]
    if (price === undefined) return
    const order = { symbol, side, type: 'LIMIT', timeInForce: 'GTC', quantity, price, newClientOrderId }
    await call('POST', '/fapi/v3/order', order)
  } else if (dice === 7) await call('DELETE', '/fapi/v3/allOpenOrders', { symbol })
  else if (dice === 8) await call('GET', '/fapi/v3/positionRisk', { symbol })
  else await call('GET', '/fapi/v3/depth', { symbol, limit: '20' })
}
