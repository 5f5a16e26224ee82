import { createSystemClock } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { createExchange } from '../exchange/create-exchange.ts'

describe('the admin route of faults', () => {
  it('adds a script to the one that runs by PATCH, and refuses it by the same rules', async () => {
    await using exchange = createExchange({ clock: createSystemClock(), market: 'quiet', symbols: ['BTCUSDT'] })
    await exchange.start()
    const { restUrl } = await exchange.listen({ host: '127.0.0.1', port: 0 })
    const send = async (method: string, script: unknown) =>
      (await fetch(`${restUrl}/simulator/faults`, { method, body: JSON.stringify(script) })).status
    const ping = async () => (await fetch(`${restUrl}/fapi/v3/ping`)).status
    const once = (status: number) => ({ rules: [{ action: { kind: 'errorBeforeAccept', status }, times: 1 }] })
    expect(await send('POST', once(597))).toBe(200)
    expect(await send('PATCH', once(598))).toBe(200)
    expect(await send('PATCH', { rules: [{ action: { kind: 'gremlin' } }] })).toBe(400)
    expect([await ping(), await ping(), await ping()]).toEqual([598, 597, 200])
  })
})
