import { formatDecimal, getSideSign, ParameterError, toDecimal } from '@aster/core'

import { AccountClosedError } from '../account/account-closed-error.ts'
import type { Account } from '../account/account.ts'
import { PositionExistsError } from '../account/position-exists-error.ts'
import { claimIntent } from '../intents/claim-intent.ts'
import type { OrderState } from '../orders/evidence.ts'
import { computeWorstExitMs } from './compute-worst-exit.ts'
import { parseTradeOptions } from './parse-trade-options.ts'
import { runTrade } from './run-trade.ts'
import type { TradeOptions } from './trade-options.ts'
import type { TradePlan } from './trade-plan.ts'
import type { Trade } from './trade.ts'

/**
 * Begins a trade: entry, then a stop as soon as anything has filled, then take-profits, until the position is closed again and
 * nothing is left on the book. What cannot be protected within `protectWithinMs` is flattened. The trade starts flat and
 * owns its position until it is over; with `besideOthers` it owns its own quantity only.
 *
 * The stop is a separate order: between a fill and its acknowledged stop the position is open to the market, about one
 * round trip to the exchange, and if the program dies in that moment it stays so. `unprotectedMs` of the result says how
 * long it was.
 *
 * @throws {ParameterError} Names every option that does not fit. Nothing was sent.
 * @throws {TradeConflictError} Another trade owns the position; says whose.
 * @throws {PositionExistsError} There is a position already; with `besideOthers`: on the other side.
 * @throws {IntentExistsError} This process has begun a trade of this intent. One of an earlier process makes the trade end
 *   as `failed` before anything is sent.
 * @throws {AccountClosedError} The account is closing.
 * @throws {AgentExpiresError} The agent may expire before the trade is surely over.
 * @example
 * const trade = createTrade(account, {
 *   symbol: 'BTCUSDT', side: 'BUY', quantity: '0.01', entry: 'bbo', takeProfits: [[0.4, 0.5], [0.8, 0.5]], stop: { percent: 0.5 },
 * })
 * const { realizedPnl, exitReason } = await trade.done
 */
export function createTrade(account: Account, options: TradeOptions): Trade {
  if (account.state === 'closing' || account.state === 'closed') throw new AccountClosedError(account.name)
  const rules = account.getRules(options.symbol)
  const tradeId = account.orders.nextId('tr')
  const plan = parseTradeOptions(options, { tradeId, rules, hedgeMode: account.hedgeMode })
  if (plan.bracket === 'native' && account.rest.apiVersion !== 'v3') {
    const message = 'must be emulated: only V3 has strategies'
    throw new ParameterError('createTrade', [{ field: 'bracket', rule: 'apiVersion', value: 'native', message }])
  }
  account.checkAgent(account.exchangeNow() + computeWorstExitMs(plan))
  const releaseIntent = plan.intentId === undefined ? undefined : claimIntent(account, plan.intentId)
  const releasePosition = claimPosition(account, plan, releaseIntent)
  try {
    const foreignQuantity = readForeignSize(account, plan)
    const trade = runTrade(account, plan, { onEvent: options.onEvent, release: releasePosition, foreignQuantity })
    if (releaseIntent !== undefined) {
      // a trade of which nothing came leaves its intent to whoever asks again
      void trade.done.then(() => {
        if (trade.orders.every(({ view }) => isNothing(view.state))) releaseIntent()
      })
    }
    return trade
  } catch (error) {
    releasePosition()
    releaseIntent?.()
    throw error
  }
}

const isNothing = (state: OrderState): boolean => state === 'rejected' || state === 'presumedAbsent'

function claimPosition(account: Account, plan: TradePlan, releaseIntent: (() => void) | undefined): () => void {
  try {
    return account.claim(plan.symbol, plan.positionSide, plan.owner)
  } catch (error) {
    releaseIntent?.()
    throw error
  }
}

/** What others hold already. The trade starts beside it only when told so, and never against it. */
function readForeignSize(account: Account, { symbol, positionSide, side, besideOthers }: TradePlan): string {
  const quantity = account.getPosition(symbol, positionSide)?.quantity ?? '0'
  const signed = toDecimal(quantity)
  if (signed.isZero()) return '0'
  const isAgainst = positionSide === 'BOTH' && signed.times(getSideSign(side)).lt(0)
  if (!besideOthers || isAgainst) throw new PositionExistsError({ symbol, positionSide, quantity })
  return formatDecimal(signed.abs())
}
