import { parseUserEvent, type UserEvent } from '@aster/api'
import { type Clock, type Random, RejectedError, sleep, TransportError } from '@aster/core'
import type { ListenKeyCalls } from '@aster/ws'

import type { FaultyLine } from './create-faulty-line.ts'

/** An account that trades, as the exchange knows it. */
export interface TrueAccount {
  readonly listenKey: ListenKeyCalls
  /** Places an order whose story runs by itself. Resolves with the acknowledgement. */
  trade(): Promise<string>
  /** The key is lost in a way picked at random. */
  loseKey(): void
  /** Everything that happened to orders since then. Fails now and then while the storm lasts. */
  getEvents(sinceMs: number): Promise<readonly UserEvent[]>
  /** Every event that moved money or ended an order, in the words of {@link identifyEvent}. */
  readonly happened: readonly string[]
}

/** One execution, or one end of an order. */
export const identifyEvent = (event: UserEvent): string | undefined => {
  if (event.type !== 'orderTradeUpdate') return undefined
  const { orderId, tradeId, status } = event.order
  return status === 'NEW' ? undefined : `${orderId} ${tradeId} ${status}`
}

export function createTrueAccount(parts: {
  readonly clock: Clock
  readonly random: Random
  readonly line: FaultyLine
  readonly isStormy: () => boolean
}): TrueAccount {
  const { clock, random, line, isStormy } = parts
  const ledger: { readonly atMs: number; readonly event: UserEvent }[] = []
  let key: string | undefined
  let keys = 0
  let orders = 0
  let trades = 0

  const answer = async (name: string) => {
    await sleep(clock, 5 + random.next() * 40)
    if (isStormy() && random.next() < 0.1) throw new TransportError(name, { reason: 'injected' })
  }

  const happen = (order: Readonly<Record<string, unknown>>, isLast: boolean) => {
    const payload = { e: 'ORDER_TRADE_UPDATE', E: clock.now(), T: clock.now(), o: { ...order, T: clock.now() } }
    ledger.push({ atMs: clock.now(), event: parseUserEvent(payload) })
    if (key !== undefined) line.publishUser(key, payload, isLast)
  }

  const run = async (clientOrderId: string, orderId: number) => {
    const total = 1 + random.nextInt(4)
    const fills = random.nextInt(total + 1)
    const base = {
      s: 'BTCUSDT',
      c: clientOrderId,
      S: 'BUY',
      o: 'LIMIT',
      f: 'GTC',
      q: String(total),
      p: '60000',
      ap: '60000',
      sp: '0',
      i: orderId,
      L: '60000',
      m: true,
      R: false,
      wt: 'CONTRACT_PRICE',
      ot: 'LIMIT',
      ps: 'BOTH',
      rp: '0',
    }
    happen({ ...base, x: 'NEW', X: 'NEW', l: '0', z: '0', t: 0 }, false)
    for (let fill = 1; fill <= fills; fill++) {
      await sleep(clock, random.next() * 800)
      const status = fill === total ? 'FILLED' : 'PARTIALLY_FILLED'
      happen({ ...base, x: 'TRADE', X: status, l: '1', z: String(fill), t: ++trades }, fill === total)
    }
    if (fills === total) return
    await sleep(clock, random.next() * 1_500)
    happen({ ...base, x: 'CANCELED', X: 'CANCELED', l: '0', z: String(fills), t: 0 }, true)
  }

  return {
    listenKey: {
      async create() {
        await answer('createListenKey')
        key ??= `key-${++keys}`
        return key
      },
      async keepAlive() {
        await answer('keepAliveListenKey')
        if (key === undefined) {
          throw new RejectedError('keepAliveListenKey', { code: -1125, status: 400, reason: 'no such key' })
        }
      },
    },
    async trade() {
      const orderId = ++orders
      const clientOrderId = `order-${orderId}`
      void run(clientOrderId, orderId)
      await sleep(clock, 5 + random.next() * 40)
      return clientOrderId
    },
    loseKey() {
      if (key === undefined) return
      const way = random.nextInt(3)
      if (way === 0) line.publishUser(key, { e: 'listenKeyExpired', E: clock.now() }, true)
      key = way === 2 ? `key-${++keys}` : undefined
    },
    async getEvents(sinceMs) {
      await answer('getEvents')
      return ledger.flatMap(({ atMs, event }) => (atMs >= sinceMs ? [event] : []))
    },
    get happened() {
      return ledger.flatMap(({ event }) => identifyEvent(event) ?? [])
    },
  }
}
