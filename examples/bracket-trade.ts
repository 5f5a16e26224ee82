// A bracket trade: in at the best bid, stop first, take-profit second, out by whichever comes, or after 8 seconds.
import { createTrade, openAccount } from '@aster/trades'

import { openPaper } from './support/open-paper.ts'

await using paper = await openPaper()
await using account = await openAccount({ ...paper, symbols: ['BTCUSDT'], clientOrderIdPrefix: 'example' })

const trade = createTrade(account, {
  symbol: 'BTCUSDT',
  side: 'BUY',
  quantity: '0.01',
  entry: { type: 'bbo', maxRetries: 10 },
  takeProfits: 0.02,
  stop: { percent: 0.02 },
  timeStopMs: 8_000,
  onEvent: (event) => console.log(event.type),
})
const { exitReason, entry, realizedPnl, fees, longestUnprotectedMs } = await trade.done
console.log({ exitReason, entry, realizedPnl, fees, longestUnprotectedMs })
