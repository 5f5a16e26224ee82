import { defaultExchangeInfo } from '../exchange/default-exchange-info.ts'
import { createEngine } from './create-engine.ts'
import type { Engine, EngineEvent, EngineSettings, OrderEvent, OrderRequest, OrderView, Outcome } from './types.ts'

/** Whole milliseconds, four hours before a funding. */
export const startMs = 1_700_000_000_000 - (1_700_000_000_000 % 28_800_000) + 14_400_000

/** An engine with a book of ten levels a side around 100,000, one BTC each, one tick (0.1) apart; for tests. */
export interface EngineFixture {
  readonly engine: Engine
  readonly events: EngineEvent[]
  /** Places an order for account `a`, or another one; BTCUSDT unless told. */
  readonly place: (request: Partial<OrderRequest>, account?: string) => Outcome<OrderView>
  /** The same, and throws when it is refused. */
  readonly placed: (request: Partial<OrderRequest>, account?: string) => OrderView
  /** The code of a refusal, 0 when accepted. */
  readonly codeOf: (request: Partial<OrderRequest>, account?: string) => number
  readonly view: (orderId: string, account?: string) => OrderView
  /** What the owner was told about an order: `x/X` of each ORDER_TRADE_UPDATE. */
  readonly story: (orderId: string) => string[]
  readonly position: (account?: string) => string
}

export function createEngineFixture(settings: Partial<EngineSettings> = {}): EngineFixture {
  const events: EngineEvent[] = []
  const engine = createEngine({ symbols: defaultExchangeInfo.symbols, ...settings }, (event) => events.push(event))
  for (const id of ['a', 'b']) engine.openAccount({ id, usdt: '100000' }, startMs)
  engine.setMark('BTCUSDT', '100000', '100000', startMs)
  fillBook(engine)

  const place = (request: Partial<OrderRequest>, account = 'a') =>
    engine.placeOrder(account, { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', ...request }, startMs)
  return {
    engine,
    events,
    place,
    placed(request, account) {
      const outcome = place(request, account)
      if (!outcome.ok) throw new Error(`${outcome.code} ${outcome.msg}`)
      return outcome.value
    },
    codeOf(request, account) {
      const outcome = place(request, account)
      return outcome.ok ? 0 : outcome.code
    },
    view(orderId, account = 'a') {
      const outcome = engine.getOrder(account, { symbol: 'BTCUSDT', orderId })
      if (!outcome.ok) throw new Error(outcome.msg)
      return outcome.value
    },
    story: (orderId) =>
      events
        .filter((event): event is OrderEvent => event.kind === 'order' && event.order.orderId === orderId)
        .map((event) => `${event.executionType}/${event.order.status}`),
    position: (account = 'a') => engine.getPositions(account, 'BTCUSDT')[0]?.quantity ?? '',
  }
}

/** Best bid 99,999.9, best ask 100,000.1. */
export function fillBook(engine: Engine): void {
  for (let offset = 1; offset <= 10; offset++) {
    engine.setLevel('BTCUSDT', 'BUY', 1_000_000 - offset, 1000, startMs)
    engine.setLevel('BTCUSDT', 'SELL', 1_000_000 + offset, 1000, startMs)
  }
}

export const limit = (side: 'BUY' | 'SELL', price: string, quantity: string, timeInForce = 'GTC') => ({
  side,
  price,
  quantity,
  timeInForce,
})

export const market = (side: 'BUY' | 'SELL', quantity: string) => ({ type: 'MARKET', side, quantity })
