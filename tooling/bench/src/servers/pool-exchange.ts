import { createSystemClock } from '@aster/core'
import { createExchange, defaultExchangeInfo } from '@aster/simulator'

/** When an account's position was opened, and when the stop that covers all of it rested. Milliseconds. */
interface Opening {
  filledMs: number | undefined
  protectedMs: number | undefined
}

interface OrderLine {
  readonly accountId: string
  readonly order: { readonly closePosition: boolean; readonly reduceOnly: boolean; readonly status: string }
  readonly fill?: object
}

const rateLimits = [
  { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 1_000_000_000 },
  { rateLimitType: 'ORDERS', interval: 'MINUTE', intervalNum: 1, limit: 1_000_000_000 },
  { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 1_000_000_000 },
]

const clock = createSystemClock()
const exchange = createExchange({
  clock,
  symbols: ['BTCUSDT'],
  market: 'quiet',
  limits: false,
  exchangeInfo: { ...defaultExchangeInfo, rateLimits },
})
await exchange.start()

const openings = new Map<string, Opening>()
exchange.onEvent((line) => {
  if (!line.startsWith('{"kind":"order"')) return
  const { accountId, order, fill } = JSON.parse(line) as OrderLine
  const opening = openings.get(accountId) ?? { filledMs: undefined, protectedMs: undefined }
  openings.set(accountId, opening)
  if (fill !== undefined && !order.reduceOnly && !order.closePosition) opening.filledMs ??= clock.monotonicMs()
  if (order.closePosition && order.status === 'NEW') opening.protectedMs ??= clock.monotonicMs()
})

const { restUrl, wsUrl } = await exchange.listen({ host: '127.0.0.1', port: 0 })
process.on('message', () => {
  process.send?.({ openings: [...openings.values()] })
  openings.clear()
})
process.on('disconnect', () => void exchange.stop())
process.send?.({ restUrl, wsUrl })
