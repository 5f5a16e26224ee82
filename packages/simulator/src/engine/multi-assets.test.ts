import { describe, expect, it } from 'vitest'

import { createEngineFixture, limit, market, startMs } from './engine-fixture.ts'

/** An account with 1,000 USDT, one BTC and 500 USDC. */
function setUp() {
  const fixture = createEngineFixture({ fees: { maker: '0', taker: '0' } })
  const { engine } = fixture
  engine.openAccount({ id: 'm', usdt: '1000', assets: { BTC: '1', USDC: '500' } }, startMs)
  const setMode = (on: boolean) => {
    const outcome = engine.setMultiAssetsMode('m', on, startMs)
    return outcome.ok ? 0 : outcome.code
  }
  const assetOf = (asset: string) => engine.getBalances('m').find((row) => row.asset === asset)?.walletBalance
  const assetsAddUp = () => {
    for (const { accounts, externalCounterparty, deposits } of engine.getMoney().assets) {
      expect(Number(accounts) + Number(externalCounterparty)).toBeCloseTo(Number(deposits), 8)
    }
    const { wallets, fees, insuranceFund, externalCounterparty, deposits } = engine.getMoney()
    const sum = [wallets, fees, insuranceFund, externalCounterparty].reduce((total, text) => total + Number(text), 0)
    expect(sum).toBeCloseTo(Number(deposits), 6)
  }
  return { ...fixture, setMode, assetOf, assetsAddUp }
}

describe('multi-assets mode', () => {
  it('counts other assets as margin, less their haircut', () => {
    const { engine, setMode, events } = setUp()
    expect(engine.getBalance('m').availableBalance).toBe('1000')
    expect(setMode(true)).toBe(0)
    // 1,000 + 100,000 x 0.95 + 500 x 0.99
    expect(engine.getTotals('m')).toMatchObject({ walletBalance: '96495', availableBalance: '96495' })
    expect(engine.getBalance('m').walletBalance).toBe('1000')
    expect(events.at(-1)).toMatchObject({ kind: 'accountConfig', account: { multiAssetsMode: true } })
    expect(engine.getAccountConfig('m').multiAssetsMode).toBe(true)
    engine.setMark('BTCUSDT', '90000', '80000', startMs)
    expect(engine.getTotals('m').walletBalance).toBe('77495')
  })

  it('carries positions that USDT alone would not', () => {
    const { engine, setMode, place, assetsAddUp } = setUp()
    expect(place(market('BUY', '5'), 'm')).toMatchObject({ ok: false, code: -2019 })
    setMode(true)
    expect(place(market('BUY', '5'), 'm')).toMatchObject({ ok: true })
    expect(setMode(false)).toBe(-2019)
    expect(engine.getAccountConfig('m').multiAssetsMode).toBe(true)
    assetsAddUp()
  })

  it('is refused when nothing changes, and with isolated symbols', () => {
    const { engine, setMode } = setUp()
    expect(setMode(false)).toBe(-4052)
    engine.setMarginType('m', 'ETHUSDT', 'ISOLATED', startMs)
    expect(setMode(true)).toBe(-4168)
    engine.setMarginType('m', 'ETHUSDT', 'CROSSED', startMs)
    expect(setMode(true)).toBe(0)
    expect(engine.setMarginType('m', 'ETHUSDT', 'ISOLATED', startMs)).toMatchObject({ ok: false, code: -4168 })
    const lenient = createEngineFixture({ policy: { unchangedMultiAssets: 'accept' } })
    expect(lenient.engine.setMultiAssetsMode('a', false, startMs)).toMatchObject({ ok: true })
  })

  it('exchanges assets once 10,000 USDT are owed, cheapest haircut first', () => {
    const { engine, setMode, placed, assetOf, assetsAddUp, events } = setUp()
    setMode(true)
    placed(limit('BUY', '100000.1', '1'), 'm')
    placed(limit('BUY', '100000.2', '1'), 'm')
    for (let ticks = 999_990; ticks < 1_000_000; ticks++) engine.setLevel('BTCUSDT', 'BUY', ticks, 0, startMs)
    engine.setLevel('BTCUSDT', 'BUY', 940_000, 2_000, startMs)
    engine.setMark('BTCUSDT', '95000', '100000', startMs)
    placed(market('SELL', '2'), 'm')
    expect(Number(engine.getBalance('m').walletBalance)).toBeLessThan(-10_000)
    engine.advance(startMs + 1)
    expect(engine.getBalance('m').walletBalance).toBe('0')
    expect(assetOf('USDC')).toBe('0')
    expect(Number(assetOf('BTC'))).toBeLessThan(1)
    expect(Number(assetOf('BTC'))).toBeGreaterThan(0.8)
    const rows = engine.getIncome('m', { incomeType: 'AUTO_EXCHANGE' })
    expect(rows.map(({ asset }) => asset)).toEqual(['USDC', 'USDT', 'BTC', 'USDT'])
    expect(events.some((event) => event.kind === 'account' && event.reason === 'AUTO_EXCHANGE')).toBe(true)
    assetsAddUp()
  })

  it('exchanges at once when asked, and only in this mode', () => {
    const { engine, setMode } = setUp()
    expect(engine.exchangeAssets('m', startMs)).toMatchObject({ ok: false, code: -4212 })
    setMode(true)
    expect(engine.exchangeAssets('m', startMs)).toEqual({ ok: true, value: [] })
  })

  it('lets assets leave as far as they are not needed', () => {
    const { engine, setMode, placed, assetsAddUp } = setUp()
    const move = (amount: string, asset: string) => {
      const outcome = engine.transfer('m', amount, startMs, { asset })
      return outcome.ok ? 0 : outcome.code
    }
    expect(move('1', 'DOGE')).toBe(-1126)
    expect(move('-1.1', 'BTC')).toBe(-2018)
    expect(move('-0.5', 'BTC')).toBe(0)
    setMode(true)
    placed(market('BUY', '9'), 'm')
    expect(move('-0.5', 'BTC')).toBe(-2018)
    expect(move('0.25', 'BTC')).toBe(0)
    expect(engine.getIncome('m', { incomeType: 'TRANSFER' })).toMatchObject([
      { asset: 'BTC', income: '-0.5' },
      { asset: 'BTC', income: '0.25' },
    ])
    assetsAddUp()
  })

  it('liquidates when all assets together are not enough, and leaves no debt', () => {
    const { engine, setMode, placed, assetOf, assetsAddUp } = setUp()
    setMode(true)
    placed(market('BUY', '9'), 'm')
    const price = Number(engine.getPositions('m', 'BTCUSDT')[0]?.liquidationPrice)
    expect(price).toBeGreaterThan(89_000)
    engine.setMark('BTCUSDT', String(price + 1), '100000', startMs)
    expect(engine.getPositions('m', 'BTCUSDT')[0]?.quantity).toBe('9')
    engine.setMark('BTCUSDT', String(price - 1), '100000', startMs)
    expect(engine.getPositions('m', 'BTCUSDT')[0]?.quantity).toBe('0')
    expect(Number(engine.getBalance('m').walletBalance)).toBeGreaterThanOrEqual(0)
    expect(Number(assetOf('BTC'))).toBeGreaterThanOrEqual(0)
    assetsAddUp()
  })
})
