import { describe, expect, it } from 'vitest'

import { createIncomeReader } from './create-income-reader.ts'

const dayMs = 86_400_000
const startMs = 20_000 * dayMs

interface Booking {
  readonly time: number
  readonly incomeType: string
  readonly income: string
  readonly asset?: string
}

/** An exchange with these bookings, oldest first, and the questions it was asked. */
function createBooks(bookings: Booking[]) {
  const asked: number[] = []
  let nowMs = startMs + 1_000
  const getIncome = (params?: { readonly startTime?: number | undefined; readonly limit?: number | undefined }) => {
    asked.push(params?.startTime ?? 0)
    const rows = bookings.map((booking, index) => {
      return { symbol: 'BTCUSDT', asset: 'USDT', info: '', tranId: String(index), tradeId: undefined, ...booking }
    })
    return Promise.resolve(rows.filter(({ time }) => time >= (params?.startTime ?? 0)).slice(0, params?.limit))
  }
  const read = createIncomeReader(
    { now: () => nowMs, rest: { account: { getIncome: getIncome as never } } },
    new AbortController().signal,
  )
  return { asked, read, goTo: (ms: number) => (nowMs = ms) }
}

const booking = (time: number, incomeType: string, income: string, asset = 'USDT') => ({
  time,
  incomeType,
  income,
  asset,
})

describe('the income of the day', () => {
  it('is profit, fees and funding since 00:00 UTC, of the quote asset alone', async () => {
    const { read, asked } = createBooks([
      booking(startMs - 1, 'REALIZED_PNL', '99'),
      booking(startMs, 'REALIZED_PNL', '10'),
      booking(startMs + 5, 'COMMISSION', '-0.5'),
      booking(startMs + 5, 'COMMISSION', '-7', 'BNB'),
      booking(startMs + 6, 'FUNDING_FEE', '-1'),
      booking(startMs + 7, 'TRANSFER', '1000'),
    ])
    expect(await read()).toEqual({ profit: 10, fees: -0.5, funding: -1 })
    expect(asked).toEqual([startMs])
  })

  it('counts nothing twice, also what was booked in the millisecond of the last question', async () => {
    const bookings = [booking(startMs + 5, 'REALIZED_PNL', '1')]
    const { read, asked } = createBooks(bookings)
    await read()
    bookings.push(booking(startMs + 5, 'REALIZED_PNL', '2'), booking(startMs + 9, 'REALIZED_PNL', '4'))
    expect(await read()).toMatchObject({ profit: 7 })
    expect(await read()).toMatchObject({ profit: 7 })
    expect(asked).toEqual([startMs, startMs + 5, startMs + 9])
  })

  it('reads page after page', async () => {
    const { read } = createBooks(
      Array.from({ length: 2_500 }, (_, index) => booking(startMs + index, 'REALIZED_PNL', '1')),
    )
    expect(await read()).toMatchObject({ profit: 2_500 })
  })

  it('begins anew with the day', async () => {
    const { read, goTo } = createBooks([
      booking(startMs + 5, 'REALIZED_PNL', '1'),
      booking(startMs + dayMs, 'REALIZED_PNL', '3'),
    ])
    await read()
    goTo(startMs + dayMs + 1)
    expect(await read()).toMatchObject({ profit: 3 })
  })
})
