import {
  Decimal,
  formatDecimal,
  fromTicks,
  getOppositeSide,
  getSideSign,
  OutcomeUnknownError,
  RejectedError,
  toDecimal,
  toTicks,
  withDeadline,
} from '@aster/core'

import { isLive, isTerminal } from '../orders/evidence.ts'
import { pickOwnPrice } from '../prices/pick-price.ts'
import { heldOf } from './confirm-end.ts'
import { hedgeSide } from './hedge-side.ts'
import { mostTrailings } from './plan-stops.ts'
import type { TradeAction } from './plan-trade-actions.ts'
import { exitDoubtMs } from './read-trade.ts'
import type { TradeContext } from './trade-context.ts'

/** Codes of an exit that is too small to be placed as an order of its own: -4003, -4004 quantity, -4164, -5029, -5076 notional. */
const tooSmallCodes = new Set([-4003, -4004, -4164, -5029, -5076])
const triggerWaitMs = 2_000
/** An exit whose answer is lost must leave time for several more within the time for flattening. */
const exitTimeoutMs = 1_200
/** How long an exit that can only reduce waits for what is known of the one before it. */
const questionMs = 1_000

type OrderAction = Extract<
  TradeAction,
  { type: 'placeStop' | 'placeTrailing' | 'placeTakeProfit' | 'placeExit' | 'cancel' }
>

/**
 * Does one thing to the orders of a trade. True when it came to an end as wanted; false, or an error, when it should be
 * tried again after a pause, if it is then still wanted.
 */
export async function performOrderAction(context: TradeContext, action: OrderAction): Promise<boolean> {
  if (action.type === 'placeStop') return placeStop(context, action)
  if (action.type === 'placeTrailing') return placeTrailing(context, action)
  if (action.type === 'placeTakeProfit') return placeTakeProfit(context, action)
  if (action.type === 'placeExit') return placeExit(context, action.quantity)
  return cancel(context, action.clientOrderId)
}

async function placeStop(
  { account, plan, register, incident }: TradeContext,
  { stopPrice, quantity }: Extract<OrderAction, { type: 'placeStop' }>,
): Promise<boolean> {
  try {
    await account.orders.place(
      {
        symbol: plan.symbol,
        side: getOppositeSide(plan.side),
        ...hedgeSide(plan),
        type: 'STOP_MARKET',
        stopPrice,
        ...(quantity === undefined ? { closePosition: true } : { quantity, reduceOnly: true }),
        workingType: plan.stop.workingType,
        ...(plan.stop.priceProtect ? { priceProtect: true } : {}),
        clientOrderId: register('stop'),
      },
      // soon enough to find out that it was lost, and to place another, within the deadline
      { timeoutMs: Math.max(250, plan.protectWithinMs * 0.4) },
    )
    return true
  } catch (error) {
    if (error instanceof RejectedError) incident('stopRefused', `at ${stopPrice}: ${error.message}`)
    throw error
  }
}

/**
 * Where the price has passed the activation already, it follows at once. What the exchange will not do, the stop does by
 * being moved.
 */
async function placeTrailing(
  context: TradeContext,
  action: Extract<OrderAction, { type: 'placeTrailing' }>,
): Promise<boolean> {
  const { account, plan, register, incident, memory } = context
  const giveUp = (why: string) => {
    incident('trailingRefused', `${why}; the stop itself is moved instead`)
    memory.remember({ trailsLocally: true })
    return true
  }
  const tried = context.reading().trailings.length
  if (tried >= mostTrailings) return giveUp(`${tried} trailing stops came to nothing`)
  const place = (activationPrice: string | undefined) =>
    account.orders.place({
      symbol: plan.symbol,
      side: getOppositeSide(plan.side),
      ...hedgeSide(plan),
      type: 'TRAILING_STOP_MARKET',
      quantity: action.quantity,
      reduceOnly: true,
      callbackRate: plan.trailing?.callbackPercent,
      activationPrice,
      workingType: plan.stop.workingType,
      clientOrderId: register('trailing'),
    })
  try {
    await place(action.activationPrice)
    return true
  } catch (error) {
    if (!(error instanceof RejectedError)) throw error
    const isPassed = error.code === -2021 && action.activationPrice !== undefined
    if (!isPassed) return giveUp(error.message)
  }
  try {
    await place(undefined)
    return true
  } catch (error) {
    if (!(error instanceof RejectedError)) throw error
    return giveUp(error.message)
  }
}

async function placeTakeProfit(
  context: TradeContext,
  action: Extract<OrderAction, { type: 'placeTakeProfit' }>,
): Promise<boolean> {
  const { account, plan, register } = context
  const price = action.how === 'restBeyond' ? await findRestingPrice(context, action.price) : action.price
  const clientOrderId = register('takeProfit', action.level)
  await account.orders.place({
    symbol: plan.symbol,
    side: getOppositeSide(plan.side),
    ...hedgeSide(plan),
    type: 'LIMIT',
    timeInForce: action.how === 'take' ? 'GTC' : 'GTX',
    quantity: action.quantity,
    price,
    reduceOnly: true,
    clientOrderId,
  })
  return true
}

/** The best price of the exit's own side, where it is better than the target; otherwise the target. */
async function findRestingPrice({ account, plan }: TradeContext, target: string): Promise<string> {
  const best = pickOwnPrice(await account.prices.read(plan.symbol), getOppositeSide(plan.side))
  const isBeyond = toDecimal(best).minus(target).times(getSideSign(plan.side)).gt(0)
  return isBeyond ? best : target
}

async function placeExit(context: TradeContext, wanted: string): Promise<boolean> {
  const { account, plan, register, incident } = context
  const quantity = context.reading().doubtfulExits.length === 0 ? wanted : await findStillOpen(context, wanted)
  if (quantity === '0') return false
  const clientOrderId = register('exit')
  try {
    await account.orders.place(
      {
        symbol: plan.symbol,
        side: getOppositeSide(plan.side),
        ...hedgeSide(plan),
        type: 'MARKET',
        quantity,
        reduceOnly: true,
        clientOrderId,
      },
      { timeoutMs: exitTimeoutMs, settleWithinMs: exitDoubtMs - exitTimeoutMs },
    )
  } catch (error) {
    if (!(error instanceof RejectedError)) throw error
    incident('exitRefused', error.message)
    if (tooSmallCodes.has(error.code)) return closeByTrigger(context, quantity)
    throw error
  }
  const view = await account.orders.awaitTerminal(clientOrderId, { askAfterMs: 500 })
  // a market order that finds no price within its bound expires
  return toDecimal(view.filledQuantity).gt(0)
}

/**
 * An earlier exit got no answer, and asking has not found it. It is asked for by its id once more, and how much is left
 * to reduce is the exchange's to say. The new exit can only reduce, so that both together close no more than there is;
 * where others hold a part of the position, the earlier one is asked for before the position is read, and what is theirs
 * does not count.
 */
async function findStillOpen(context: TradeContext, wanted: string): Promise<string> {
  const { account, plan } = context
  const { doubtfulExits, foreignQuantity } = context.reading()
  const find = async () => {
    const asking = Promise.all(doubtfulExits.map(({ clientOrderId }) => account.orders.query(clientOrderId)))
    if (foreignQuantity !== '0') await asking
    const [position] = await Promise.all([account.readPosition(plan.symbol, plan.positionSide), asking])
    const ours = heldOf(plan, position).minus(foreignQuantity)
    // the answer may have told that the earlier exit has done it
    return formatDecimal(Decimal.max(0, Decimal.min(ours, wanted, context.reading().openQuantity)))
  }
  if (foreignQuantity !== '0') return find()
  try {
    return await withDeadline(account.clock, questionMs, find)
  } catch {
    // an exchange that does not answer must not keep the position open: the exit cannot close more than there is
    return wanted
  }
}

/**
 * Dust that is refused as an order goes with an order that closes the whole position, which is exempt from every
 * minimum: a stop right behind the market, moved up until it fires.
 */
async function closeByTrigger(
  { account, plan, register, facts, reading }: TradeContext,
  quantity: string,
): Promise<boolean> {
  const rules = account.getRules(plan.symbol)
  const side = getOppositeSide(plan.side)
  const touch = await account.prices.read(plan.symbol)
  const tried = facts().orders.filter(({ role, view }) => role === 'exit' && view.terms?.type === 'STOP_MARKET').length
  const best = side === 'SELL' ? toTicks(rules, touch.bidPrice, 'down') : toTicks(rules, touch.askPrice, 'up')
  const stopPrice = fromTicks(rules, best - getSideSign(plan.side) * (1 + tried))
  const clientOrderId = register('exit')
  await account.orders.place({
    symbol: plan.symbol,
    side,
    ...hedgeSide(plan),
    type: 'STOP_MARKET',
    stopPrice,
    // bound to our quantity where others hold a part of it
    ...(reading().foreignQuantity === '0' ? { closePosition: true } : { quantity, reduceOnly: true }),
    workingType: 'CONTRACT_PRICE',
    clientOrderId,
  })
  const view = await account.orders.awaitTerminal(clientOrderId, { timeoutMs: triggerWaitMs })
  if (!isTerminal(view.state)) await account.orders.cancel(clientOrderId)
  return isTerminal(view.state)
}

async function cancel({ account, incident }: TradeContext, clientOrderId: string): Promise<boolean> {
  try {
    await account.orders.cancel(clientOrderId, { timeoutMs: 5_000 })
    return true
  } catch (error) {
    if (!(error instanceof OutcomeUnknownError)) throw error
    incident('cancelFailed', error.message)
    await account.orders.ensureGone(clientOrderId)
    const view = account.orders.get(clientOrderId)
    return view === undefined || !isLive(view.state)
  }
}
