import { type StreamEventOf, type StreamName, type StreamParamsOf, streams } from '@aster/api'

import type { StreamGap } from '../stream-gap.ts'
import type { IterateOptions, Subscription, WatchOptions } from './subscription.ts'

/** The subscription functions and the streams they follow. */
export const watchers = {
  watchAggTrades: 'aggTrade',
  watchMarkPrice: 'markPrice',
  watchMarkPrices: 'markPriceAll',
  watchKlines: 'kline',
  watchMiniTicker: 'miniTicker',
  watchMiniTickers: 'miniTickerAll',
  watchTicker: 'ticker',
  watchTickers: 'tickerAll',
  watchBookTicker: 'bookTicker',
  watchBookTickers: 'bookTickerAll',
  watchForceOrders: 'forceOrder',
  watchAllForceOrders: 'forceOrderAll',
  watchPartialDepth: 'partialDepth',
  watchDiffDepth: 'diffDepth',
  watchTradePro: 'tradePro',
  watchAnnouncements: 'announcement',
} as const satisfies Readonly<Record<string, StreamName>>

type Declared<Name extends StreamName> = (typeof streams)[Name]

/** Follows one stream: by callback, or by `for await` when no handler is given. */
export interface WatchFunction<Name extends StreamName> {
  (
    params: StreamParamsOf<Declared<Name>>,
    handler: (event: StreamEventOf<Declared<Name>>, frame: string) => unknown,
    options?: WatchOptions,
  ): Subscription
  (
    params: StreamParamsOf<Declared<Name>>,
    options?: IterateOptions,
  ): AsyncIterable<StreamEventOf<Declared<Name>> | StreamGap>
}

export type Watchers = { readonly [Watch in keyof typeof watchers]: WatchFunction<(typeof watchers)[Watch]> }

/** Builds the subscription functions from the table. */
export function createWatchers(watch: (stream: Declared<StreamName>, ...rest: never[]) => unknown): Watchers {
  const functions = Object.entries(watchers).map(([name, stream]) => [
    name,
    (...rest: never[]) => watch(streams[stream], ...rest),
  ])
  return Object.fromEntries(functions) as Watchers
}
