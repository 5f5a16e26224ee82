import type { Account } from './account.ts'
import type { EngineContext } from './context.ts'
import type { Instrument } from './instrument.ts'

/** Adds a row to the income history; returns its transaction id. */
export function addIncome(
  context: EngineContext,
  account: Account,
  type: string,
  amount: bigint,
  instrument: Instrument | undefined,
  tradeId?: number,
  asset = instrument?.marginAsset ?? 'USDT',
): number {
  const transactionId = ++context.lastTransactionId
  const info = tradeId === undefined ? type : String(tradeId)
  account.income.add({ instrument, asset, type, amount, info, transactionId, tradeId, timeMs: context.nowMs })
  return transactionId
}
