import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { orderTypes, timesInForce } from './domain/order-words.ts'
import { computeBankruptcyPrice, computeLiquidationPrice } from './margin/compute-liquidation-price.ts'
import {
  computeInitialMargin,
  computeMaintenanceMargin,
  computeMarginRatio,
  computeNotional,
  computeOpenOrderMargin,
  computeOrderCost,
  computeUnrealizedPnl,
} from './margin/compute-margin.ts'
import { type ExchangeBracket, parseMarginBrackets } from './margin/margin-brackets.ts'
import { orderTypeRules, typedParameters } from './orders/order-type-rules.ts'
import { type ExchangeInfoSymbol, parseSymbolRules } from './rules/parse-symbol-rules.ts'

// Beside the repository, not part of it.
const folder = fileURLToPath(new URL('../../../../shared/', import.meta.url))
const present = [folder].filter((path) => existsSync(path))
const absent = [folder].filter((path) => !existsSync(path))

const read = (path: string): unknown => JSON.parse(readFileSync(`${folder}${path}`, 'utf8'))

type Leg = readonly [sign: number, quantity: number, entryPrice: number]

interface ExchangeVectors {
  readonly brackets: readonly ExchangeBracket[]
  readonly maintenance_margin: readonly { notional: number; maint_margin: number }[]
  readonly liquidation_published: readonly {
    wallet: number
    tmm: number
    upnl: number
    legs: readonly (readonly [sign: number, quantity: number, entryPrice: number, rate: number, cum: number])[]
    computed: number
  }[]
  readonly liquidation_exact: readonly {
    W: number
    tmm?: number
    upnl?: number
    legs: readonly Leg[]
    roots: readonly number[]
    bankruptcy_price: number | null
  }[]
  readonly open_cost: readonly {
    input: { side: number; qty: number; price: number; mark: number; leverage: number }
    output: { initial_margin: number; open_loss: number; cost: number }
  }[]
  readonly ledger: readonly {
    mode: string
    leverage: number
    steps: readonly {
      event: readonly [kind: string, ...rest: number[]]
      after: Readonly<Record<string, number>> & { liq_price: readonly number[] }
    }[]
  }[]
}

describe('vectors of the exchange', () => {
  it.each(absent)('are absent on this machine, so nothing is read: %s', (path) => {
    expect(existsSync(path)).toBe(false)
  })

  it.each(present)('margin and liquidation are as computed independently: %s', () => {
    const vectors = read('quant-vectors/exchange.json') as ExchangeVectors
    const brackets = parseMarginBrackets(vectors.brackets)
    expect(parseMarginBrackets(vectors.brackets.map((bracket) => ({ ...bracket, cum: undefined })))).toEqual(brackets)
    for (const { notional, maint_margin: expected } of vectors.maintenance_margin) {
      expect(computeMaintenanceMargin(brackets, notional).toNumber()).toBeCloseTo(expected, 6)
    }
    for (const { wallet, tmm, upnl, legs, computed } of vectors.liquidation_published) {
      const [[sign, quantity, entryPrice, rate, cum] = [0, 0, 0, 0, 0]] = legs
      const bracket = {
        bracket: 1,
        initialLeverage: 1,
        notionalFloor: 0,
        notionalCap: 1e12,
        maintMarginRatio: rate,
        cum,
      }
      const price = computeLiquidationPrice({
        walletBalance: wallet,
        otherMaintenanceMargin: tmm,
        otherUnrealizedPnl: upnl,
        legs: [{ quantity: sign * quantity, entryPrice }],
        brackets: parseMarginBrackets([bracket]),
      })
      expect(price?.toNumber()).toBeCloseTo(computed, 6)
    }
    for (const { W: walletBalance, tmm, upnl, legs, roots, bankruptcy_price: bankrupt } of vectors.liquidation_exact) {
      const state = {
        walletBalance,
        otherMaintenanceMargin: tmm ?? 0,
        otherUnrealizedPnl: upnl ?? 0,
        legs: legs.map(([sign, quantity, entryPrice]) => ({ quantity: sign * quantity, entryPrice })),
      }
      const price = computeLiquidationPrice({ ...state, brackets })
      expect(price === undefined ? [] : [price.toDecimalPlaces(6).toNumber()]).toEqual(
        roots.map((root) => Number(root.toFixed(6))),
      )
      expect(computeBankruptcyPrice(state)?.toDecimalPlaces(6).toNumber()).toBe(
        bankrupt === null ? undefined : Number(bankrupt.toFixed(6)),
      )
    }
    for (const { input, output } of vectors.open_cost) {
      const side = input.side === 1 ? 'BUY' : 'SELL'
      const cost = computeOrderCost({ ...input, side, quantity: input.qty, markPrice: input.mark })
      expect(cost.initialMargin.toNumber()).toBeCloseTo(output.initial_margin, 9)
      expect(cost.openLoss.toNumber()).toBeCloseTo(output.open_loss, 9)
      expect(cost.cost.toNumber()).toBeCloseTo(output.cost, 9)
    }
  })

  it.each(present)('the ledgers have the same margin at every step: %s', () => {
    const { ledger, brackets: listed } = read('quant-vectors/exchange.json') as ExchangeVectors
    const brackets = parseMarginBrackets(listed)
    let steps = 0
    for (const { mode, leverage, steps: rows } of ledger) {
      for (const { event, after } of rows) {
        const get = (name: string) => after[name] ?? 0
        const [quantity, entryPrice, markPrice] = [get('position'), get('entry'), get('mark')]
        const notional = computeNotional(quantity, markPrice)
        const unrealized = computeUnrealizedPnl(quantity, entryPrice, markPrice)
        const maintenance = computeMaintenanceMargin(brackets, notional)
        const walletBalance = mode === 'isolated' ? get('isolated_wallet') : get('wallet')
        const marginBalance = unrealized.plus(walletBalance)
        const [, , buyNotional = 0, sellNotional = 0] = event[0] === 'snap' ? event : []
        const orders = computeOpenOrderMargin({ quantity, markPrice, buyNotional, sellNotional, leverage })
        const liquidation = computeLiquidationPrice({ walletBalance, legs: [{ quantity, entryPrice }], brackets })

        expect(notional.toNumber()).toBeCloseTo(get('notional'), 8)
        expect(unrealized.toNumber()).toBeCloseTo(get('unrealized'), 8)
        expect(computeInitialMargin(notional, leverage).toNumber()).toBeCloseTo(get('position_initial_margin'), 8)
        expect(orders.toNumber()).toBeCloseTo(get('open_order_initial_margin'), 8)
        expect(maintenance.toNumber()).toBeCloseTo(get('maint_margin'), 8)
        expect(marginBalance.toNumber()).toBeCloseTo(get('margin_balance'), 8)
        expect(computeMarginRatio(maintenance, marginBalance)?.toNumber() ?? 0).toBeCloseTo(get('margin_ratio'), 8)
        expect(liquidation === undefined ? [] : [liquidation.toDecimalPlaces(8).toNumber()]).toEqual(after.liq_price)
        steps += 1
      }
    }
    expect(steps).toBe(24)
  })

  it.each(present)('every symbol of a live exchangeInfo has its rules read: %s', () => {
    const { symbols } = read('aster-api/exchange-info.sample.json') as { symbols: readonly ExchangeInfoSymbol[] }
    const shown = symbols
      .map(parseSymbolRules)
      .map(({ symbol, tickSize, pricePrecision }) => [symbol, String(tickSize), pricePrecision])
    expect(shown).toEqual([
      ['BTCUSDT', '0.1', 1],
      ['ETHUSDT', '0.1', 2],
      ['BNBUSDT', '0.1', 3],
      ['SOLUSDT', '0.01', 4],
      ['ASTERUSDT', '0.0001', 5],
      ['XRPUSDT', '0.0001', 4],
      ['DOGEUSDT', '0.00001', 6],
    ])
  })

  it.each(present)('words and parameters of orders are those of the reference: %s', () => {
    const reference = read('aster-api/enums.json') as {
      enums: { orderType: { values: string[] }; timeInForce: { values: string[]; liveExtra: string[] } }
      orderTypes: readonly {
        type: keyof typeof orderTypeRules
        mandatory: string[]
        optional: string[]
        forbidden: string[]
      }[]
    }
    expect([...orderTypes]).toEqual(reference.enums.orderType.values)
    const { values, liveExtra } = reference.enums.timeInForce
    expect([...timesInForce]).toEqual([...values, ...liveExtra])
    const firstWord = (text: string) => text.split(' ')[0] ?? ''
    for (const { type, mandatory, optional, forbidden } of reference.orderTypes) {
      const rule = orderTypeRules[type]
      const typed = (names: readonly string[]) =>
        names.map(firstWord).filter((name) => (typedParameters as readonly string[]).includes(name))
      expect(new Set<string>(rule.mandatory)).toEqual(new Set(mandatory.map(firstWord)))
      for (const name of typed(optional)) expect(rule.optional).toContain(name)
      for (const name of forbidden) expect([...rule.mandatory, ...rule.optional]).not.toContain(name)
    }
    expect(reference.orderTypes).toHaveLength(orderTypes.length)
  })
})
