// A program stops in the middle of a trade; the next one finds it in the journal and goes on. The stop rests meanwhile.
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createTrade, openAccount, openJournal } from '@aster/trades'

import { openPaper } from './support/open-paper.ts'

await using paper = await openPaper()
const { clock } = paper
const path = join(tmpdir(), `aster-example-${process.pid}.journal`)
const options = { ...paper, symbols: ['BTCUSDT'], clientOrderIdPrefix: 'example' }

{
  using journal = openJournal({ path, clock })
  const account = await openAccount({ ...options, journal })
  const trade = createTrade(account, {
    symbol: 'BTCUSDT',
    side: 'BUY',
    quantity: '0.01',
    entry: 'market',
    takeProfits: 2,
    stop: { percent: 2 },
  })
  while (trade.state !== 'protected') await wait(20)
  console.log('first program:', trade.id, trade.state)
  // As after a crash, the trade is left as it is: its stop and its take-profit are on the exchange.
  await account.close({ policy: 'leaveProtected' })
}
{
  using journal = openJournal({ path, clock })
  await using account = await openAccount({ ...options, journal }) // starting is recovering
  const { trades = [], settled = [], swept = [], missedFills } = account.recovery ?? {}
  console.log('second program:', {
    trades: trades.map(({ id, state }) => `${id} ${state}`),
    settled,
    swept,
    missedFills,
  })
  for (const trade of trades) {
    const { exitReason, realizedPnl, fills } = await trade.close()
    console.log(trade.id, exitReason, realizedPnl, `${fills.length} fills`)
  }
}
for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => clock.schedule(ms, resolve))
}
