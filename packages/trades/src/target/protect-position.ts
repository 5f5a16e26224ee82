import { AsterError, type PositionSide, sleep, toDecimal } from '@aster/core'

import type { Account } from '../account/account.ts'
import { closePosition } from '../close/close-position.ts'
import { isWorking } from '../orders/evidence.ts'
import type { PositionView } from '../positions/position-view.ts'
import type { StopOptions } from '../trade/trade-options.ts'
import { ensureStop } from './ensure-stop.ts'
import { PositionUnprotectedError } from './position-unprotected-error.ts'

export interface ProtectPositionOptions {
  readonly symbol: string
  /** In hedge mode LONG or SHORT; BOTH by default. */
  readonly positionSide?: PositionSide
  /** Counted from the average entry price of the position. */
  readonly stop: StopOptions
  /** Until the stop is acknowledged; 2,000 by default. What misses it is closed. */
  readonly protectWithinMs?: number
}

/** A position and the stop that stands for it. */
export interface ProtectedPosition {
  /** Base asset, negative for shorts; '0' when there is nothing to protect. */
  readonly quantity: string
  readonly entryPrice: string
  readonly stopOrderId: string | undefined
}

/**
 * Brings a stop to rest for a position as it is, and never changes its size: what is flat stays flat. A stop of ours that
 * fits is kept. Weight 5 for the question. A position that a trade owns is protected by the trade and left alone.
 *
 * @throws The errors of a read, when the position could not be asked about and a stop of ours stands for it.
 * @throws {PositionUnprotectedError} No stop came to rest in time; the position was closed.
 * @throws {PositionNotClosedError} Neither could be had; the position is still open.
 * @example
 * await protectPosition(account, { symbol: 'BTCUSDT', stop: { percent: 1 } })
 */
export async function protectPosition(account: Account, options: ProtectPositionOptions): Promise<ProtectedPosition> {
  const { symbol, positionSide = 'BOTH', stop, protectWithinMs: withinMs = 2_000 } = options
  const endsMs = account.clock.monotonicMs() + withinMs
  const { quantity, entryPrice } = await readInTime(account, { symbol, positionSide, endsMs })
  const open = toDecimal(quantity)
  if (open.isZero() || account.ownerOf(symbol, positionSide) !== undefined) {
    return { quantity: open.toFixed(), entryPrice, stopOrderId: undefined }
  }
  const side = open.gt(0) ? 'BUY' : 'SELL'
  try {
    const leftMs = Math.max(0, endsMs - account.clock.monotonicMs())
    const order = await ensureStop(account, { symbol, positionSide, side, entryPrice, stop, withinMs: leftMs })
    return { quantity: open.toFixed(), entryPrice, stopOrderId: order.clientOrderId }
  } catch (error) {
    await closePosition(account, { symbol, positionSide, passive: false })
    throw new PositionUnprotectedError({ symbol, positionSide }, { cause: error })
  }
}

const pauseMs = 100

/** Asks until there is an answer. What could not be asked about in time may be open without a stop: it is closed. */
async function readInTime(
  account: Account,
  target: { readonly symbol: string; readonly positionSide: PositionSide; readonly endsMs: number },
): Promise<PositionView> {
  const { symbol, positionSide, endsMs } = target
  while (true) {
    try {
      return await account.readPosition(symbol, positionSide)
    } catch (error) {
      if (!(error instanceof AsterError) || isStopStanding(account, target)) throw error
      if (account.clock.monotonicMs() + pauseMs >= endsMs) {
        await closePosition(account, { symbol, positionSide, passive: false })
        throw new PositionUnprotectedError({ symbol, positionSide }, { cause: error })
      }
      await sleep(account.clock, pauseMs)
    }
  }
}

const isStopStanding = (
  { orders }: Account,
  { symbol, positionSide }: { readonly symbol: string; readonly positionSide: PositionSide },
): boolean =>
  orders.list(
    ({ clientOrderId, state, terms }) =>
      isWorking(state) &&
      orders.owns(clientOrderId) &&
      terms?.symbol === symbol &&
      terms.positionSide === positionSide &&
      terms.type === 'STOP_MARKET' &&
      terms.closePosition,
  ).length > 0
