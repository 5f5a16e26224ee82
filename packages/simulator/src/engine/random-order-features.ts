import type { Random } from '@aster/core'

import type { Engine, ExchangeInfoEntry, StrategyLegRequest } from './types.ts'

const symbol = 'BTCUSDT'

/** A price on the tick of 0.1, at most `far` ticks from 100,000. */
export const priceNear = (random: Random, far = 15): string =>
  (100_000 + (random.nextInt(2 * far + 1) - far) / 10).toFixed(1)

export const pick = <T>(random: Random, items: readonly T[]): T => {
  if (items.length === 0) throw new Error('nothing to pick from')
  return items[random.nextInt(items.length)] as T
}

/** One random use of what goes beyond single orders: strategies, chases, pegs, protections, self-trade modes, other rules. */
export function useOrderFeature(engine: Engine, random: Random, account: string, nowMs: number): void {
  const kind = random.next()
  if (kind < 0.35) placeStrategy(engine, random, account, nowMs)
  else if (kind < 0.45) updateStrategy(engine, random, account, nowMs)
  else if (kind < 0.6) placeChase(engine, random, account, nowMs)
  else if (kind < 0.75) placePegged(engine, random, account, nowMs)
  else if (kind < 0.88) protect(engine, random, account, nowMs)
  else if (kind < 0.93) engine.setStpMode(account, pick(random, ['EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH']), nowMs)
  else changeRules(engine, random, nowMs)
}

function placeStrategy(engine: Engine, random: Random, account: string, nowMs: number): void {
  const isHedged = account === 'd'
  const side = pick(random, ['BUY', 'SELL'])
  const exitSide = side === 'BUY' ? 'SELL' : 'BUY'
  const quantity = engine.formatQuantity(symbol, 1 + random.nextInt(900))
  const leg = (id: number, fields: Partial<StrategyLegRequest>): StrategyLegRequest => ({
    strategySubId: String(id),
    securityType: 'USDT_FUTURES',
    symbol,
    side: exitSide,
    type: 'LIMIT',
    quantity,
    ...(isHedged ? { positionSide: side === 'BUY' ? 'LONG' : 'SHORT' } : {}),
    ...fields,
  })
  const reduces = isHedged ? {} : { reduceOnly: 'true' }
  const first = random.next() < 0.7 ? { timeInForce: 'GTC', price: priceNear(random) } : { type: 'MARKET' }
  const profit = (id: number) => leg(id, { type: 'TAKE_PROFIT_MARKET', stopPrice: priceNear(random, 40), ...reduces })
  const stop = (id: number) => leg(id, { type: 'STOP_MARKET', stopPrice: priceNear(random, 40), ...reduces })
  const limit = (id: number) => leg(id, { timeInForce: 'GTC', price: priceNear(random), ...reduces })
  const [strategyType, legs] = pick(random, [
    ['OTO', [leg(1, { side, ...first }), stop(2)]],
    ['OTO', [leg(1, { side, ...first }), limit(2)]],
    ['OCO', [limit(1), stop(2)]],
    ['OTOCO', [leg(1, { side, ...first }), profit(2), stop(3)]],
    ['OTOCO', [leg(1, { side, ...first }), limit(2), stop(3)]],
  ] as const)
  engine.placeStrategy(account, { strategyType, legs }, nowMs)
}

/** The strategies of an account that were begun: their ids count up from the first. */
export function listStrategyIds(engine: Engine, account: string): string[] {
  const ids: string[] = []
  for (let id = 1_000_001; id < 1_000_400; id++) {
    if (engine.getStrategy(account, { strategyId: String(id) }, false).ok) ids.push(String(id))
  }
  return ids
}

function updateStrategy(engine: Engine, random: Random, account: string, nowMs: number): void {
  for (const order of engine.getOpenOrders(account)) {
    if (random.next() < 0.5) continue
    for (const strategyId of listStrategyIds(engine, account).slice(-3)) {
      const found = engine.getStrategy(account, { strategyId }, true)
      if (!found.ok || found.value.strategyType === 'CHASE') continue
      const leg = pick(random, found.value.legs)
      const changes: StrategyLegRequest = {
        strategySubId: String(leg.subId),
        securityType: 'USDT_FUTURES',
        symbol,
        side: leg.request.side,
        type: leg.request.type,
        ...(leg.request.price === undefined ? {} : { price: priceNear(random) }),
        ...(leg.request.stopPrice === undefined ? {} : { stopPrice: priceNear(random, 40) }),
        quantity: order.origQty === '0' ? '0.1' : order.origQty,
      }
      engine.updateStrategy(account, { strategyId, strategyType: found.value.strategyType, legs: [changes] }, nowMs)
    }
    return
  }
}

function placeChase(engine: Engine, random: Random, account: string, nowMs: number): void {
  engine.placeChase(
    account,
    {
      symbol,
      side: pick(random, ['BUY', 'SELL']),
      quantityUnit: pick(random, ['BASE', 'QUOTE']),
      quantity: pick(random, ['0.2', '1', '500']),
      chaseOffset: pick(random, ['0', '0.1', '0.5']),
      maxChaseOffset: pick(random, [undefined, '0.5', '3']),
      ...(account === 'd' ? { positionSide: pick(random, ['LONG', 'SHORT']) } : {}),
    },
    nowMs,
  )
}

function placePegged(engine: Engine, random: Random, account: string, nowMs: number): void {
  const side = pick(random, ['BUY', 'SELL'])
  const pegOffset = pick(random, ['0', side === 'BUY' ? '-0.3' : '0.3'])
  engine.placeOrder(
    account,
    {
      symbol,
      side,
      type: 'LIMIT',
      timeInForce: pick(random, ['GTC', 'GTX']),
      quantity: engine.formatQuantity(symbol, 1 + random.nextInt(900)),
      pegPriceType: pick(random, ['QUEUE_1', 'COUNTERPARTY_1']),
      pegOffset,
      ...(account === 'd' ? { positionSide: pick(random, ['LONG', 'SHORT']) } : {}),
    },
    nowMs,
  )
}

function protect(engine: Engine, random: Random, account: string, nowMs: number): void {
  const kind = random.next()
  if (kind < 0.2) engine.resetProtection(account, symbol, nowMs)
  else if (kind < 0.3) engine.deleteProtection(account, symbol, nowMs)
  else {
    const settings = { windowMs: 5000, frozenMs: pick(random, [0, 3000]) }
    const limits = { quantityLimit: undefined, valueLimit: undefined, deltaLimit: undefined }
    const chosen = pick(random, [{ quantityLimit: 2 }, { valueLimit: 150_000 }, { deltaLimit: 1 }])
    engine.setProtection(account, symbol, { ...settings, ...limits, ...chosen }, nowMs)
  }
}

function changeRules(engine: Engine, random: Random, nowMs: number): void {
  const entry = engine.getSymbol(symbol)
  if (entry === undefined) return
  const kind = random.next()
  const tickSize = pick(random, ['0.1', '0.1', '0.5', '0.05', '0.2'])
  const status = pick(random, ['TRADING', 'HALT'])
  const next: ExchangeInfoEntry =
    kind < 0.7
      ? {
          ...entry,
          filters: entry.filters.map((filter) =>
            filter.filterType === 'PRICE_FILTER' ? { ...filter, tickSize, minPrice: tickSize } : filter,
          ),
        }
      : { ...entry, status }
  engine.updateSymbol(next, nowMs)
  if (status !== 'HALT' || kind < 0.7) return
  engine.updateSymbol({ ...next, status: 'TRADING' }, nowMs + 1)
}
