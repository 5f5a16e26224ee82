import { getOppositeSide, ParameterError, type PositionSide, type Side, toDecimal } from '@aster/core'

import type { Account } from '../account/account.ts'
import { closePosition, type ClosePositionOptions, type ClosePositionResult } from '../close/close-position.ts'
import { claimIntent } from '../intents/claim-intent.ts'
import { findIntent } from '../intents/find-intent.ts'
import { IntentExistsError } from '../intents/intent-exists-error.ts'
import { createTrade } from '../trade/create-trade.ts'
import { parseTradeOptions } from '../trade/parse-trade-options.ts'
import type { TradeOptions } from '../trade/trade-options.ts'
import type { Trade } from '../trade/trade.ts'

export interface ReversePositionOptions extends Omit<TradeOptions, 'side' | 'quantity'> {
  /** In hedge mode the side that is open now, LONG or SHORT; BOTH by default. */
  readonly positionSide?: PositionSide
  /** Of the new trade, base asset; as much as was open by default. */
  readonly quantity?: TradeOptions['quantity']
  /** How the open position is closed: from the market by default. */
  readonly passive?: ClosePositionOptions['passive']
}

/**
 * Closes a position and opens a trade on the other side, as one action: nothing is opened before the exchange says that
 * the old position is closed, and the new one has its stop like any trade. A trade that owns the old one is ended by its
 * own rules. With an `intentId` a second call does neither.
 *
 * @throws {ParameterError} There is nothing to reverse, or the options of the new trade do not fit.
 * @throws {IntentExistsError} This intent has been carried out. Nothing was closed.
 * @throws {PositionNotClosedError} The old position is still open, with its stop; nothing was opened.
 * @example
 * const { trade } = await reversePosition(account, { symbol: 'BTCUSDT', entry: 'market', stop: { percent: 1 } })
 */
export async function reversePosition(
  account: Account,
  options: ReversePositionOptions,
): Promise<{ readonly closed: ClosePositionResult; readonly trade: Trade }> {
  const { positionSide = 'BOTH', quantity, passive = false, ...rest } = options
  const { symbol, intentId } = rest
  const release = intentId === undefined ? undefined : claimIntent(account, `reverse:${intentId}`)
  try {
    if (intentId !== undefined) {
      const trace = await findIntent(account, { symbol, intentId, label: 'en' })
      if (trace.state === 'known') throw new IntentExistsError({ intentId, clientOrderId: trace.clientOrderId })
    }
    const open = toDecimal((await account.readPosition(symbol, positionSide)).quantity)
    if (open.isZero()) {
      const message = `${symbol} ${positionSide} is flat: there is nothing to reverse`
      throw new ParameterError('reversePosition', [{ field: 'symbol', rule: 'position', value: symbol, message }])
    }
    const held: Side = open.gt(0) ? 'BUY' : 'SELL'
    const wanted = { ...rest, side: getOppositeSide(held), quantity: quantity ?? open.abs().toFixed() }
    // what does not fit is found out before anything is closed
    parseTradeOptions(wanted, { tradeId: '', rules: account.getRules(symbol), hedgeMode: account.hedgeMode })
    const closed = await closePosition(account, { symbol, positionSide, passive })
    // the stream may tell later than the question was answered
    await account.readPosition(symbol, positionSide)
    return { closed, trade: createTrade(account, wanted) }
  } catch (error) {
    release?.()
    throw error
  }
}
