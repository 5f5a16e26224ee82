import { createSeededRandom, createVirtualClock, type Service, type VirtualClock } from '@aster/core'

import { createEngine } from '../engine/create-engine.ts'
import type { Engine, EngineEvent, EnginePolicy } from '../engine/types.ts'
import { defaultExchangeInfo } from '../exchange/default-exchange-info.ts'
import type { MarketFeed } from './market-feed.ts'

export const marketStartMs = 1_750_000_000_000

/** A feed that drives an engine on a virtual clock; for tests. */
export interface MarketFixture {
  readonly clock: VirtualClock
  readonly engine: Engine
  readonly events: EngineEvent[]
  readonly service: Service
  readonly ended: string[]
}

export async function openMarket(
  feed: MarketFeed,
  options: {
    readonly seed?: number
    readonly symbols?: readonly string[]
    readonly policy?: Partial<EnginePolicy>
  } = {},
): Promise<MarketFixture> {
  const clock = createVirtualClock({ startMs: marketStartMs })
  const events: EngineEvent[] = []
  const ended: string[] = []
  const engine = createEngine({ symbols: defaultExchangeInfo.symbols, policy: options.policy ?? {} }, (event) =>
    events.push(event),
  )
  engine.openAccount({ id: 'a', usdt: '10000000' }, marketStartMs)
  const service = await feed.open({
    clock,
    now: () => clock.now(),
    random: createSeededRandom(options.seed ?? 1),
    engine,
    symbols: options.symbols ?? ['BTCUSDT'],
    onEnd: (reason) => ended.push(reason),
  })
  return { clock, engine, events, service, ended }
}
