import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { createEngineFixture, startMs } from './engine-fixture.ts'
import { computeAhead } from './queue-model.ts'
import type { LeverageBracket, QueueModel } from './types.ts'

// Beside the repository, not part of it.
const path = fileURLToPath(new URL('../../../../../shared/quant-vectors/exchange.json', import.meta.url))

type LedgerEvent =
  | readonly ['fill', 'BUY' | 'SELL', number, number, number]
  | readonly ['snap', number, number, number]
  | readonly ['funding', number, number]
interface Vectors {
  readonly brackets: readonly LeverageBracket[]
  readonly ledger: readonly {
    readonly mode: 'cross' | 'isolated'
    readonly start_wallet: number
    readonly leverage: number
    readonly steps: readonly { readonly event: LedgerEvent; readonly after: Readonly<Record<string, unknown>> }[]
  }[]
  readonly queue: readonly {
    readonly model: 'risk_averse' | 'power' | 'log'
    readonly n: number
    readonly initial_ahead: number
    readonly steps: readonly {
      readonly event: readonly ['depth', number, number] | readonly ['trade', number]
      readonly ahead: number
    }[]
  }[]
}
const vectors = existsSync(path) ? [JSON.parse(readFileSync(path, 'utf8')) as Vectors] : []

/** To 1e-8, and without a minus before zero. */
const round = (values: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Math.round(value * 1e8) / 1e8 + 0]))

describe.runIf(vectors.length > 0).each(vectors)('the reference vectors of the exchange', (given) => {
  it.each(given.ledger)('keep a $mode ledger through fills, orders and funding', (ledger) => {
    const { engine, position } = createEngineFixture({
      fees: { maker: '0.0002', taker: '0.0004' },
      brackets: { BTCUSDT: given.brackets },
    })
    for (let ticks = 999_990; ticks <= 1_000_010; ticks++) {
      for (const side of ['BUY', 'SELL'] as const) engine.setLevel('BTCUSDT', side, ticks, 0, startMs)
    }
    engine.openAccount({ id: 'ledger', usdt: String(ledger.start_wallet) }, startMs)
    if (ledger.mode === 'isolated') engine.setMarginType('ledger', 'BTCUSDT', 'ISOLATED', startMs)
    let nowMs = startMs
    const place = (side: 'BUY' | 'SELL', price: number, quantity: number) => {
      const order = {
        symbol: 'BTCUSDT',
        side,
        type: 'LIMIT',
        timeInForce: 'GTC',
        price: String(price),
        quantity: String(quantity),
      }
      expect(engine.placeOrder('ledger', order, nowMs)).toMatchObject({ ok: true })
    }
    for (const { event, after } of ledger.steps) {
      const mark = event[0] === 'fill' ? event[3] : event[1]
      engine.setMark('BTCUSDT', String(mark), String(mark), nowMs)
      if (event[0] === 'fill') {
        const [, side, quantity, price, rate] = event
        const other = side === 'BUY' ? 'SELL' : 'BUY'
        if (rate === 0.0004) engine.setLevel('BTCUSDT', other, price * 10, quantity * 1000, nowMs)
        place(side, price, quantity)
        if (rate === 0.0002) engine.trade('BTCUSDT', other, price * 10, quantity * 1000, { consumeBook: true }, nowMs)
      } else if (event[0] === 'snap') {
        const [, , buys, sells] = event
        if (buys > 0) place('BUY', 50_000, buys / 50_000)
        if (sells > 0) place('SELL', 50_000, sells / 50_000)
      } else {
        nowMs = engine.getMark('BTCUSDT').nextFundingMs
        engine.setFundingRate('BTCUSDT', String(event[2]), nowMs)
        engine.advance(nowMs)
      }
      const balance = engine.getBalance('ledger')
      const [row] = engine.getPositions('ledger', 'BTCUSDT')
      const isolated = ledger.mode === 'isolated'
      const actual = {
        mark,
        position: Number(position('ledger')),
        entry: Number(row?.entryPrice),
        wallet: Number(balance.crossWalletBalance),
        isolated_wallet: Number(row?.isolatedWallet),
        unrealized: Number(row?.unrealizedPnl),
        notional: Math.abs(Number(row?.notional)),
        position_initial_margin: Number(row?.positionInitialMargin),
        open_order_initial_margin: Number(row?.openOrderInitialMargin),
        maint_margin: Number(row?.maintMargin),
        margin_balance: isolated ? Number(row?.isolatedMargin) : Number(balance.marginBalance),
        available: Number(balance.availableBalance),
      }
      const liquidation = (after['liq_price'] as readonly number[])[0] ?? 0
      const expected = Object.fromEntries(Object.keys(actual).map((name) => [name, Number(after[name])]))
      expect(round(actual)).toEqual(round(expected))
      expect(Number(row?.liquidationPrice)).toBeCloseTo(liquidation, 7)
      engine.cancelAllOrders('ledger', 'BTCUSDT', nowMs)
    }
  })

  it.each(given.queue)('keep the queue by the model $model $n', ({ model, n, initial_ahead, steps }) => {
    const chosen: QueueModel = model === 'risk_averse' ? 'back' : model === 'log' ? 'log' : { power: n }
    let ahead = initial_ahead
    let traded = 0
    for (const { event, ahead: expected } of steps) {
      if (event[0] === 'trade') {
        ahead = Math.max(0, ahead - event[1])
        traded += event[1]
      } else {
        ahead = computeAhead(chosen, ahead, event[1], event[2], traded)
        traded = 0
      }
      expect(ahead).toBeCloseTo(expected, 8)
    }
  })
})
