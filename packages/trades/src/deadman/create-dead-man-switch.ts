import { type Clock, type PositionSide, sleep, toDecimal } from '@aster/core'
import type { RestClient } from '@aster/rest'

import { isProtective } from '../close/is-protective.ts'
import { isLive } from '../orders/evidence.ts'
import type { OrderView } from '../orders/order-view.ts'
import type { PositionView } from '../positions/position-view.ts'
import { planCountdowns } from './plan-countdowns.ts'

export interface DeadManOptions {
  /** Without a sign of us for so long the exchange cancels everything on the symbol; 120,000 by default, at least 10,000. */
  readonly countdownMs?: number | undefined
  /** A sign this often; a quarter of the countdown by default. */
  readonly renewEveryMs?: number | undefined
  /**
   * Arms symbols with a position that relies on a resting stop, too: should we die, the stop goes with everything else and
   * the position stays without.
   */
  readonly allowNaked?: boolean | undefined
  /** Of the address's weight; 120 by default. A renewal costs 10; symbols beyond it are not armed, and that is reported. */
  readonly weightPerMinute?: number | undefined
}

/** The exchange's countdown, held up as long as we are well. */
export interface DeadManSwitch {
  /** Symbols whose countdown runs. */
  readonly armed: readonly string[]
  /** Something changed: a position that needs its stop is not left under a countdown until the next round. */
  look(): void
  /** Lets go of every countdown. */
  stop(): Promise<void>
}

const defaultCountdownMs = 120_000
const leastCountdownMs = 10_000
const defaultWeightPerMinute = 120
const retryMs = 500

/**
 * Keeps the exchange's auto-cancel running on the symbols where orders of ours rest that open something, so that they do
 * not outlive us. It cancels everything on a symbol, protective stops included: where a position relies on one it is off.
 */
export function createDeadManSwitch(
  parts: {
    readonly rest: RestClient
    readonly clock: Clock
    readonly symbols: readonly string[]
    /** The picture is complete: only then is a sign given. */
    readonly isWell: () => boolean
    readonly listOrders: () => readonly OrderView[]
    readonly owns: (clientOrderId: string) => boolean
    readonly positions: () => readonly PositionView[]
    readonly ownerOf: (symbol: string, positionSide: PositionSide) => string | undefined
    readonly report: (what: 'deadMan', detail: string) => void
  },
  options: DeadManOptions,
): DeadManSwitch {
  const { rest, clock, symbols } = parts
  const countdownMs = Math.max(leastCountdownMs, options.countdownMs ?? defaultCountdownMs)
  const renewEveryMs = options.renewEveryMs ?? countdownMs / 4
  const weightPerMinute = options.weightPerMinute ?? defaultWeightPerMinute
  const armed = new Set<string>()
  const life = new AbortController()
  let isWorking = false
  let isDue = false
  let isRenewalDue = false
  let skipped = ''

  const describe = (symbol: string) => {
    const orders = parts.listOrders().filter(({ state, terms }) => isLive(state) && terms?.symbol === symbol)
    const opens = ({ clientOrderId, terms }: OrderView) =>
      parts.owns(clientOrderId) && terms !== undefined && !isProtective(terms) && !terms.reduceOnly
    const isOpen = ({ quantity, symbol: at }: PositionView) => at === symbol && !toDecimal(quantity).isZero()
    return {
      symbol,
      rests: orders.some(opens),
      // a stop of anybody goes with the rest; and a trade with a position is about to place one
      relies:
        orders.some(({ terms }) => terms !== undefined && isProtective(terms)) ||
        parts
          .positions()
          .some((view) => isOpen(view) && parts.ownerOf(symbol, view.positionSide as PositionSide) !== undefined),
    }
  }

  const set = async (symbol: string, countdownTime: number) => {
    // counts as armed from the moment it may have arrived, and as off from the answer
    if (countdownTime > 0) armed.add(symbol)
    await rest.trading.countdownCancelAll({ symbol, countdownTime }, { lane: 'cancel', timeoutMs: 2_000 })
    if (countdownTime === 0) armed.delete(symbol)
  }

  /** @param renews - Also gives the sign for those that are armed already. */
  const work = async (renews: boolean): Promise<boolean> => {
    const { arm, disarm, left } = planCountdowns(symbols.map(describe), armed, {
      allowNaked: options.allowNaked === true,
      isWell: parts.isWell(),
      most: Math.floor(weightPerMinute / 10 / (60_000 / renewEveryMs)),
      renews,
    })
    if (left.join() !== skipped) {
      skipped = left.join()
      if (left.length > 0) parts.report('deadMan', `Over its budget of weight: not armed on ${left.join(', ')}`)
    }
    const results = await Promise.allSettled([
      ...disarm.map((symbol) => set(symbol, 0)),
      ...arm.map((symbol) => set(symbol, countdownMs)),
    ])
    const failed = results.find((result) => result.status === 'rejected')
    if (failed !== undefined) parts.report('deadMan', `A countdown could not be set: ${String(failed.reason)}`)
    return failed === undefined
  }

  const look = (renews = false): void => {
    isDue = true
    // a renewal that comes while a round runs, or while one symbol is tried again and again, is given in the next round
    isRenewalDue ||= renews
    if (isWorking) return
    isWorking = true
    void (async () => {
      while (isDue && !life.signal.aborted) {
        isDue = false
        const renewsNow = isRenewalDue
        isRenewalDue = false
        if (!(await work(renewsNow))) {
          isDue = true
          await sleep(clock, retryMs, life.signal).catch(() => undefined)
        }
      }
      isWorking = false
    })()
  }

  const keepRenewing = async () => {
    while (!life.signal.aborted) {
      look(true)
      await sleep(clock, renewEveryMs, life.signal).catch(() => undefined)
    }
  }
  void keepRenewing()

  return {
    get armed() {
      return [...armed]
    },
    look,
    async stop() {
      life.abort()
      await Promise.allSettled([...armed].map((symbol) => set(symbol, 0)))
    },
  }
}
