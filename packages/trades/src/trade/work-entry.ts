import { RejectedError } from '@aster/core'

import { BboNotFilledError } from '../bbo/bbo-not-filled-error.ts'
import { findIntent } from '../intents/find-intent.ts'
import { IntentExistsError } from '../intents/intent-exists-error.ts'
import { isLive } from '../orders/evidence.ts'
import { checkExitPrices, checkPercentPrice, checkSlots } from './check-entry.ts'
import { sendEntry } from './send-entry.ts'
import type { TradeContext } from './trade-context.ts'
import type { TradePlan } from './trade-plan.ts'

/** How long an entry waits for the account's picture to be complete. */
const liveWithinMs = 10_000

/**
 * Works the entry until it has filled, was given up or was told to stop. Whatever the end, no entry order is left that may
 * still execute, unless the exchange does not answer; then the account goes on cancelling it.
 *
 * @returns What was refused, when that is why it ended.
 */
export async function workEntry(context: TradeContext, signal: AbortSignal): Promise<string | undefined> {
  const { account, plan } = context
  try {
    await account.whenLive({ timeoutMs: liveWithinMs, signal })
    if (plan.intentId !== undefined) await startIntent(context, plan.intentId, signal)
    checkSlots(account, plan)
    if (plan.entry.type === 'limit') await checkPercentPrice(account, plan, plan.entry.price, signal)
    checkExitPrices(plan, account.getRules(plan.symbol), await account.prices.read(plan.symbol, { signal }))
    await sendEntry(context, signal)
    return undefined
  } catch (error) {
    if (signal.aborted || error instanceof BboNotFilledError) return undefined
    const refusal = describeRefusal(plan, error)
    context.incident('entryFailed', refusal)
    return refusal
  } finally {
    await clearEntry(context)
  }
}

/**
 * Goes on with the entry of an earlier process that rests at the exchange, until it has filled, its time is up or it is told
 * to stop.
 *
 * @param clientOrderId - Of the one order of the entry.
 * @param timeoutMs - What is left of its time.
 */
export async function keepEntry(
  context: TradeContext,
  clientOrderId: string,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<undefined> {
  try {
    await context.account.orders.awaitTerminal(clientOrderId, { timeoutMs, signal })
  } catch (error) {
    if (!signal.aborted) context.incident('entryFailed', String(error))
  } finally {
    await clearEntry(context)
  }
}

/** -2021 of a stop entry, in words that say which price is in the way of what. */
function describeRefusal({ entry, side }: TradePlan, error: unknown): string {
  if (entry.type !== 'stop' || !(error instanceof RejectedError) || error.code !== -2021) return String(error)
  const price = entry.workingType === 'MARK_PRICE' ? 'mark price' : 'last price'
  const where = side === 'BUY' ? 'above' : 'below'
  return `${String(error)} A ${side} stop entry must be ${where} the ${price}, which has passed ${entry.stopPrice} already`
}

/** @throws {IntentExistsError} Its first order exists: the position it was to open has been opened. */
async function startIntent(
  { account, plan, startAttempts }: TradeContext,
  intentId: string,
  signal: AbortSignal,
): Promise<void> {
  const trace = await findIntent(account, { symbol: plan.symbol, intentId, label: 'en', signal })
  if (trace.state === 'known') throw new IntentExistsError({ intentId, clientOrderId: trace.clientOrderId })
  startAttempts(trace.attempt)
}

/** Cancels what of the entry may still execute; the account goes on with what is not confirmed. */
export async function clearEntry({ account, facts }: TradeContext): Promise<void> {
  const left = facts().orders.filter((order) => order.role === 'entry' && isLive(order.view.state))
  await Promise.all(
    left.map(({ view }) =>
      account.orders.cancel(view.clientOrderId).catch(() => {
        void account.orders.ensureGone(view.clientOrderId)
      }),
    ),
  )
}
