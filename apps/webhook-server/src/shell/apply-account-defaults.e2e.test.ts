import { readSymbolSettings } from '@aster/trades'
import { describe, expect, it } from 'vitest'

import { startServer } from '../testing/start-server.ts'
import { applyAccountDefaults } from './apply-account-defaults.ts'

const symbols = ['BTCUSDT']
const refuse = (field: string, rule: string): Error => new Error(`${field} ${rule}`)

describe('leverage and margin type of the settings', () => {
  it('are set on a symbol where nothing stands, and not touched otherwise', async () => {
    await using server = await startServer()
    const { rest } = server.desk
    const read = async () => (await readSymbolSettings(rest, symbols))[0]
    const before = await read()
    expect(await applyAccountDefaults(rest, { symbols, values: {}, refuse })).toEqual([])
    expect(await read()).toEqual(before)

    const values = { defaultLeverage: 7, defaultMarginType: 'ISOLATED' } as const
    expect(await applyAccountDefaults(rest, { symbols, values, refuse })).toEqual([])
    expect(await read()).toEqual({ symbol: 'BTCUSDT', leverage: '7', marginType: 'isolated' })
    // what is so already is no mistake
    expect(await applyAccountDefaults(rest, { symbols, values, refuse })).toEqual([])

    expect(await server.alert({ action: 'open', side: 'BUY', quantity: '0.01' })).toMatchObject({ status: 200 })
    expect(await applyAccountDefaults(rest, { symbols, values: { defaultLeverage: 3 }, refuse })).toEqual(symbols)
    expect(await read()).toMatchObject({ leverage: '7' })
  })

  it('name the setting when the exchange does not allow them', async () => {
    await using server = await startServer()
    const values = { defaultLeverage: 1_001 }
    await expect(applyAccountDefaults(server.desk.rest, { symbols, values, refuse })).rejects.toThrow(
      /^defaultLeverage cannot be set on BTCUSDT/,
    )
  })
})
