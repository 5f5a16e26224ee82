// One bracket trade on five accounts at the same time, each with its own share; then everything is closed.
import { agentSigner, createNonceSource, generateAgentKey } from '@aster/auth'
import { createRestClient, createUndiciTransport } from '@aster/rest'
import { openAccount, openAccountPool, resultsOf } from '@aster/trades'

import { openPaper } from './support/open-paper.ts'

await using paper = await openPaper()
const { clock } = paper
// One transport for all: the exchange counts weights per IP, and clients on one transport share what it allows.
const transport = createUndiciTransport()

const seats = ['anna', 'ben', 'carla', 'dan', 'eva'].map((id, index) => ({
  id,
  multiplier: index + 1, // of what is ordered
  open() {
    const signer = agentSigner({ privateKey: generateAgentKey(), nonces: createNonceSource({ clock }) })
    const rest = createRestClient({ transport, clock, baseUrl: paper.rest.baseUrl, signer })
    return openAccount({ ...paper, rest, name: id, symbols: ['BTCUSDT'], clientOrderIdPrefix: 'example' })
  },
}))
const { pool, failed } = await openAccountPool(seats, { clock })
console.log('open', pool.ids, 'failed', failed)

const plan = { symbol: 'BTCUSDT', side: 'BUY', size: { equityPercent: 2 } } as const
for (const { id, wanted, quantity, leftOutPercent } of resultsOf(await pool.size(plan))) {
  console.log(id, 'wants', wanted, 'gets', quantity, `(${leftOutPercent} % left out)`)
}

const begun = await pool.createTrades(
  { symbol: 'BTCUSDT', side: 'BUY', entry: 'market', takeProfits: [0.5, 1], stop: { percent: 0.5 } },
  { size: plan.size },
)
for (const outcome of begun) if (!outcome.success) console.log(outcome.id, 'took no part:', outcome.error.message)

const { promise: afterAWhile, resolve } = Promise.withResolvers<void>()
clock.schedule(1_500, () => resolve())
await afterAWhile

for (const { tradeId, entry, longestUnprotectedMs } of await Promise.all(
  resultsOf(begun).map((trade) => trade.close()),
)) {
  console.log(tradeId, entry, `${longestUnprotectedMs} ms without a stop`)
}
const both = await pool.place(
  { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.001' },
  { policy: 'allOrUnwind', ids: ['anna', 'ben'] },
)
console.log('stands:', both.stands, 'skew:', both.skewMs, 'ms')
console.log(
  'flat:',
  (await pool.flatten()).every(({ success }) => success),
)
await pool.close()
await transport.close()
