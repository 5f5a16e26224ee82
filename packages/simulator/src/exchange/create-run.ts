import { type Clock, type Service, type Timer, createScaledClock } from '@aster/core'

import type { Engine } from '../engine/types.ts'

const advanceEveryMs = 1000

export interface RunParts {
  readonly clock: Clock
  readonly speed: number
  readonly engine: Engine
  /** Opens the market on a clock that runs at its speed. */
  readonly openMarket: (marketClock: Clock) => Promise<Service> | Service
  /** The market broke: it stands still from here. */
  readonly onMarketFault: (error: unknown) => void
}

/** The moving parts of an exchange: its market, and the passing of time in the engine. */
export interface Run {
  start(): Promise<void>
  stop(): Promise<void>
}

export function createRun({ clock, speed, engine, openMarket, onMarketFault }: RunParts): Run {
  let market: Service | undefined
  let timer: Timer | undefined

  /** Countdowns and fundings fall due on the exchange's clock, whatever the speed of the market. */
  const passTime = () => {
    engine.advance(clock.now())
    timer = clock.schedule(advanceEveryMs, passTime)
  }

  return {
    async start() {
      if (market !== undefined) return
      market = await openMarket(speed === 1 ? clock : createScaledClock(speed, clock))
      market.start().catch(onMarketFault)
      timer = clock.schedule(advanceEveryMs, passTime)
    },
    async stop() {
      timer?.cancel()
      // A market that broke was reported when it did.
      await market?.stop().catch(() => undefined)
    },
  }
}
