import { decideError, incomeEndpoint, type ResultOf } from '@aster/api'
import { AsterError, RejectedError, toDecimal } from '@aster/core'

import { askUntilCertain, type Certainty } from '../settle/ask-until-certain.ts'
import type { LostRequest, SettleClient, SettleOptions, Unsettled } from '../settle/settle-options.ts'

type IncomeRow = ResultOf<typeof incomeEndpoint>[number]

/** A transfer between the futures and the spot wallet whose answer was lost. */
export interface LostTransfer extends LostRequest {
  readonly asset: string
  /** Plain decimal text. */
  readonly amount: string
  readonly kindType: 'FUTURE_SPOT' | 'SPOT_FUTURE'
  /** `tranId`s of other transfers, known already, that must not be taken for this one. */
  readonly knownTransferIds?: readonly string[] | undefined
}

export type TransferSettlement =
  /** The history shows it. */
  | { readonly outcome: 'done'; readonly tranId: string; readonly timeMs: number }
  /** It was not carried out and never will be. */
  | { readonly outcome: 'absent' }
  /**
   * It cannot be known. Sending it again with the same `clientTranId` within seven days is safe: a duplicate is refused
   * with -4115, and then it was done.
   */
  | Unsettled

/** A look into the income history costs weight 30. */
const defaultQueryEveryMs = 5_000

/**
 * Finds out what became of a transfer whose answer was lost. The history of the exchange does not carry our id, so a
 * transfer is recognized by asset, amount, direction and time: `done` is said when exactly one fits. `absent` is said
 * only when a noop took its nonce (V3); a history that shows nothing may lag, by how much nobody says.
 *
 * Weight 30 per look, one every 5 s by default. Transfers nothing.
 *
 * @throws {RejectedError} The key itself is refused, so that no question can be answered.
 * @throws The signal's reason, when it aborts.
 * @example
 * const settlement = await settleTransfer(client, { ...params, nonceUs: error.nonce, sentAtMs })
 */
export async function settleTransfer(
  client: SettleClient,
  lost: LostTransfer,
  options: SettleOptions = {},
): Promise<TransferSettlement> {
  const { clockErrorMs = 5_000, signal } = options
  const bornMs = lost.nonceUs === undefined ? lost.sentAtMs : Number(lost.nonceUs / 1_000n)
  const startTime = Math.floor(bornMs - clockErrorMs)
  const ask = async (certainty: Certainty): Promise<TransferSettlement | undefined> => {
    const rows = await findTransfers(client, startTime, signal)
    return rows === undefined ? undefined : judgeTransfer(rows.filter(matches(lost)), certainty)
  }
  const settled = await askUntilCertain(client, lost, { queryEveryMs: defaultQueryEveryMs, ...options }, ask)
  return settled ?? { outcome: 'unknown' }
}

function matches({ asset, amount, kindType, knownTransferIds = [] }: LostTransfer): (row: IncomeRow) => boolean {
  const change = toDecimal(amount).times(kindType === 'FUTURE_SPOT' ? -1 : 1)
  return (row) =>
    row.incomeType === 'TRANSFER' &&
    row.asset === asset &&
    change.eq(row.income) &&
    !knownTransferIds.includes(row.tranId)
}

function judgeTransfer(
  rows: readonly IncomeRow[],
  { isOvertaken, isCaughtUp }: Certainty,
): TransferSettlement | undefined {
  const [row] = rows
  if (row === undefined) return isOvertaken ? { outcome: 'absent' } : undefined
  // one of several, or one although the noop won: it may be somebody else's
  if (rows.length > 1 || isOvertaken) return { outcome: 'unknown' }
  // a second one like it may not show yet
  return isCaughtUp ? { outcome: 'done', tranId: row.tranId, timeMs: row.time } : undefined
}

async function findTransfers(
  client: Pick<SettleClient, 'call'>,
  startTime: number,
  signal: AbortSignal | undefined,
): Promise<readonly IncomeRow[] | undefined> {
  const params = { incomeType: 'TRANSFER', startTime, limit: 1000 }
  try {
    return await client.call(incomeEndpoint, params, { lane: 'close', maxAttempts: 2, signal })
  } catch (error) {
    signal?.throwIfAborted()
    if (!(error instanceof AsterError)) throw error
    if (error instanceof RejectedError && decideError(error.code, error.reason) === 'fatalAuth') throw error
    return undefined
  }
}
