import type { Random } from '@aster/core'

import { createEngineFixture, startMs } from './engine-fixture.ts'
import { pick, priceNear, useOrderFeature } from './random-order-features.ts'
import type { Engine, EngineEvent, OrderRequest } from './types.ts'

/** A run of random commands of four accounts and a market; for tests of what must hold whatever happens. */
export interface Session {
  readonly engine: Engine
  readonly events: readonly EngineEvent[]
  readonly accounts: readonly string[]
  readonly nowMs: number
}

/** Runs `steps` random commands and looks after each. Refusals are part of it. */
export function runRandomSession(
  random: Random,
  steps: number,
  look: (session: Session) => void,
  wrap: (engine: Engine) => Engine = (engine) => engine,
): Session {
  const { events, ...fixture } = createEngineFixture({ insuranceFund: '100000' })
  const engine = wrap(fixture.engine)
  const accounts = ['a', 'b', 'c', 'd']
  engine.openAccount({ id: 'c', usdt: '3000' }, startMs)
  engine.openAccount({ id: 'd', usdt: '50000', hedgeMode: true }, startMs)
  engine.setMarginType('b', 'BTCUSDT', 'ISOLATED', startMs)
  engine.setLeverage('c', 'BTCUSDT', 100, startMs)
  engine.transfer('a', '0.5', startMs, { asset: 'BTC' })
  engine.transfer('c', '2000', startMs, { asset: 'USDC' })
  let nowMs = startMs
  const session: Session = {
    engine,
    events,
    accounts,
    get nowMs() {
      return nowMs
    },
  }
  for (let step = 0; step < steps; step++) {
    nowMs += random.nextInt(2_000)
    const kind = random.next()
    if (kind < 0.42) place(engine, random, pick(random, accounts), nowMs)
    else if (kind < 0.52) changeOrder(engine, random, pick(random, accounts), nowMs)
    else if (kind < 0.63) useOrderFeature(engine, random, pick(random, accounts), nowMs)
    else if (kind < 0.68) changeAccount(engine, random, accounts, nowMs)
    else moveMarket(engine, random, nowMs)
    look(session)
  }
  return session
}

function place(engine: Engine, random: Random, account: string, nowMs: number): void {
  const type = pick(random, [
    'LIMIT',
    'LIMIT',
    'LIMIT',
    'MARKET',
    'STOP_MARKET',
    'TAKE_PROFIT_MARKET',
    'STOP',
    'TRAILING_STOP_MARKET',
  ])
  const side = pick(random, ['BUY', 'SELL'])
  const price = () => priceNear(random)
  const closes = (type === 'STOP_MARKET' || type === 'TAKE_PROFIT_MARKET') && random.next() < 0.3
  const isHedged = account === 'd'
  const request: OrderRequest = {
    symbol: 'BTCUSDT',
    side,
    type,
    ...(closes ? { closePosition: 'true' } : { quantity: engine.formatQuantity('BTCUSDT', 1 + random.nextInt(1500)) }),
    ...(type === 'LIMIT' || type === 'STOP' ? { price: price() } : {}),
    ...(type === 'LIMIT' ? { timeInForce: pick(random, ['GTC', 'GTC', 'GTX', 'IOC', 'FOK', 'HIDDEN']) } : {}),
    ...(type !== 'LIMIT' && type !== 'MARKET' && type !== 'TRAILING_STOP_MARKET' ? { stopPrice: price() } : {}),
    ...(type === 'TRAILING_STOP_MARKET' ? { callbackRate: '0.1' } : {}),
    ...(isHedged ? { positionSide: pick(random, ['LONG', 'SHORT']) } : {}),
    ...(!isHedged && !closes && random.next() < 0.25 ? { reduceOnly: 'true' } : {}),
    ...(random.next() < 0.2 ? { stpMode: pick(random, ['EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH']) } : {}),
    ...(random.next() < 0.2 ? { workingType: type.includes('_') || type === 'STOP' ? 'MARK_PRICE' : undefined } : {}),
  }
  engine.placeOrder(account, request, nowMs)
}

function changeOrder(engine: Engine, random: Random, account: string, nowMs: number): void {
  const orders = engine.getOpenOrders(account)
  const order = orders[random.nextInt(Math.max(1, orders.length))]
  if (order === undefined) return
  const { symbol, orderId, side } = order
  if (random.next() < 0.5) {
    engine.cancelOrder(account, { symbol, orderId }, nowMs)
    return
  }
  const quantity = engine.formatQuantity('BTCUSDT', 1 + random.nextInt(1500))
  const price = random.next() < 0.5 ? order.price : priceNear(random)
  engine.amendOrder(account, { symbol, orderId, side, quantity, price }, nowMs)
}

/** Money that moves, settings that change, and now and then a liquidation by hand. */
function changeAccount(engine: Engine, random: Random, accounts: readonly string[], nowMs: number): void {
  const account = pick(random, accounts)
  const kind = random.next()
  const amount = (random.next() * 2_000).toFixed(8)
  const asset = pick(random, ['USDT', 'USDT', 'BTC', 'USDC'])
  const small = asset === 'BTC' ? (random.next() / 10).toFixed(8) : amount
  if (kind < 0.2) engine.transfer(account, small, nowMs, { asset })
  else if (kind < 0.4) engine.transfer(account, `-${small}`, nowMs, { asset })
  else if (kind < 0.55) {
    const given = engine.transfer(account, `-${amount}`, nowMs, { kind: 'internal' })
    if (given.ok) engine.transfer(pick(random, accounts), amount, nowMs, { kind: 'internal' })
  } else if (kind < 0.7)
    engine.changePositionMargin(account, 'BTCUSDT', 'BOTH', random.next() < 0.5 ? amount : `-${amount}`, nowMs)
  else if (kind < 0.8) engine.setMultiAssetsMode(account, random.next() < 0.7, nowMs)
  else if (kind < 0.85) engine.exchangeAssets(account, nowMs)
  else if (kind < 0.97) engine.setLeverage(account, 'BTCUSDT', 1 + random.nextInt(125), nowMs)
  else engine.liquidateAccount(account, undefined, nowMs)
}

function moveMarket(engine: Engine, random: Random, nowMs: number): void {
  const kind = random.next()
  const side = pick(random, ['BUY', 'SELL'] as const)
  const away = 1 + random.nextInt(12)
  const toTicks = (offset: number) => engine.toTicks('BTCUSDT', (100_000 + offset / 10).toFixed(1))
  const ticks = toTicks((side === 'BUY' ? -away : away) + random.nextInt(3) - 1)
  const lots = random.nextInt(2_000)
  if (kind < 0.3) engine.addLevel('BTCUSDT', side, ticks, random.next() < 0.3 ? -lots : lots + 1, nowMs)
  else if (kind < 0.5) engine.setLevel('BTCUSDT', side, ticks, random.next() < 0.3 ? 0 : lots, nowMs)
  else if (kind < 0.75)
    engine.trade('BTCUSDT', side, toTicks(side === 'BUY' ? 12 : -12), lots + 1, { consumeBook: true }, nowMs)
  else if (kind < 0.85)
    engine.trade('BTCUSDT', side, toTicks(random.nextInt(11) - 5), lots + 1, { consumeBook: false }, nowMs)
  else if (kind < 0.97) engine.setMark('BTCUSDT', (100_000 + 60 * random.nextNormal()).toFixed(4), '100000', nowMs)
  else if (kind < 0.985) engine.setMark('BTCUSDT', (100_000 + 1_500 * random.nextNormal()).toFixed(4), '100000', nowMs)
  else engine.advance(nowMs + random.nextInt(8 * 3_600_000))
}
