import { type NamedStream, parseStreamName, streams } from '@aster/api'
import type { Clock } from '@aster/core'

import type { Engine, MarketEngineEvent } from '../engine/types.ts'
import type { MarketRecord } from '../history/market-record.ts'
import { createBookTickerStream } from './book-ticker-stream.ts'
import { createDiffDepthStream } from './diff-depth-stream.ts'
import { createForceOrderStream } from './force-order-stream.ts'
import { createKlineStream } from './kline-stream.ts'
import type { LiveStream, StreamParts } from './live-stream.ts'
import { createMarkPriceStream } from './mark-price-stream.ts'
import { createPartialDepthStream } from './partial-depth-stream.ts'
import { createSharedTicks } from './shared-ticks.ts'
import type { StreamSource } from './stream-hub.ts'
import { createTickerStream } from './ticker-stream.ts'
import { createAggTradeStream, createTradeProStream } from './trade-streams.ts'

const defaultDepthMs = 250
const defaultMarkMs = 3000

export interface MarketStreamsOptions {
  readonly clock: Clock
  readonly engine: Engine
  readonly records: ReadonlyMap<string, MarketRecord>
  readonly publish: (name: string, makePayload: () => string) => void
}

/** Every market stream that somebody listens to. Streams without listeners cost nothing. */
export interface MarketStreams extends StreamSource {
  onEvent(event: MarketEngineEvent): void
}

export function createMarketStreams({ clock, engine, records, publish }: MarketStreamsOptions): MarketStreams {
  const ticks = createSharedTicks(clock)
  const live = new Map<string, LiveStream>()
  /** Streams that want events, by symbol; the empty text stands for all symbols. */
  const takers = new Map<string, Set<LiveStream>>()

  const addTaker = (symbol: string, stream: LiveStream) => {
    const set = takers.get(symbol) ?? new Set()
    takers.set(symbol, set)
    set.add(stream)
  }

  return {
    onListen(name) {
      const named = readName(name)
      if (named === undefined) return
      const symbol = 'symbol' in named.params ? named.params.symbol : ''
      const record = records.get(symbol)
      if (symbol !== '' && record === undefined) return
      const stream = openStream(named, record, {
        clock,
        engine,
        ticks,
        getRecord: (wanted) => records.get(wanted),
        records: () => records.values(),
        publish: (makePayload) => publish(name, makePayload),
      })
      if (stream === undefined) return
      live.set(name, stream)
      if (stream.onEvent !== undefined) addTaker(symbol, stream)
    },
    onJoin(name, send) {
      const payload = live.get(name)?.onJoin?.()
      if (payload !== undefined) send(payload)
    },
    onSilence(name) {
      const stream = live.get(name)
      if (stream === undefined) return
      live.delete(name)
      for (const set of takers.values()) set.delete(stream)
      stream.stop?.()
    },
    onEvent(event) {
      for (const stream of takers.get(event.symbol) ?? []) stream.onEvent?.(event)
      for (const stream of takers.get('') ?? []) stream.onEvent?.(event)
    },
  }
}

/** Names count letter by letter: a symbol in upper case is another, unknown, stream. */
function readName(name: string): NamedStream | undefined {
  const named = parseStreamName(name)
  if (named === undefined) return undefined
  const stream = streams[named.name] as { streamName(params: NamedStream['params']): string }
  return stream.streamName(named.params) === name ? named : undefined
}

function openStream(named: NamedStream, record: MarketRecord | undefined, parts: StreamParts): LiveStream | undefined {
  switch (named.name) {
    case 'bookTickerAll':
      return createBookTickerStream(parts, undefined)
    case 'markPriceAll':
      return createMarkPriceStream(parts, undefined, named.params.speedMs ?? defaultMarkMs)
    case 'tickerAll':
      return createTickerStream(parts, 'ticker', undefined)
    case 'miniTickerAll':
      return createTickerStream(parts, 'miniTicker', undefined)
    case 'forceOrder':
    case 'forceOrderAll':
      return createForceOrderStream(parts)
    case 'announcement':
      return undefined
    default:
      return record === undefined ? undefined : openSymbolStream(named, record, parts)
  }
}

function openSymbolStream(named: NamedStream, record: MarketRecord, parts: StreamParts): LiveStream | undefined {
  const { symbol } = record
  switch (named.name) {
    case 'bookTicker':
      return createBookTickerStream(parts, symbol)
    case 'diffDepth':
      return createDiffDepthStream(parts, symbol, named.params.speedMs ?? defaultDepthMs)
    case 'partialDepth':
      return createPartialDepthStream(parts, symbol, named.params.levels, named.params.speedMs ?? defaultDepthMs)
    case 'aggTrade':
      return createAggTradeStream(parts, record)
    case 'tradePro':
      return createTradeProStream(parts, record)
    case 'markPrice':
      return createMarkPriceStream(parts, symbol, named.params.speedMs ?? defaultMarkMs)
    case 'kline':
      return createKlineStream(parts, record, named.params.interval)
    case 'ticker':
    case 'miniTicker':
      return createTickerStream(parts, named.name, record)
    default:
      return undefined
  }
}
