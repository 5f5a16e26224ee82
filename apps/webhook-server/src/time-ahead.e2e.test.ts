import { describe, expect, it } from 'vitest'

import { startServer } from './testing/start-server.ts'

const tell = ({ status, json }: { status: number; json: Record<string, unknown> }) =>
  status === 200 ? 200 : `${status} ${String(json['code'])}`

describe('an alert that says it was made later than now', () => {
  it('is refused, because it would overtake every close that tells the right time', async () => {
    await using server = await startServer()
    const nowMs = server.desk.account.clock.now()
    const buy = { action: 'buy', quantity: '0.01' }
    const ahead = await server.alert({ ...buy, time: '2099-01-01T00:00:00Z' })
    expect(tell(ahead)).toBe('422 TIME_AHEAD')
    expect(ahead.json['detail']).toContain('ahead of the clock of this server')
    expect(tell(await server.alert({ ...buy, time: nowMs }))).toBe(200)
    expect(tell(await server.alert({ action: 'close', time: nowMs + 1 }))).toBe(200)
    expect(await server.positions()).toEqual([])
  })

  it('is taken while it is not further ahead than an old one may be behind: clocks differ', async () => {
    await using server = await startServer({ parts: { maxAgeMs: 60_000 } })
    const time = server.desk.account.clock.now() + 30_000
    expect(tell(await server.alert({ action: 'buy', quantity: '0.01', time }))).toBe(200)
  })
})
