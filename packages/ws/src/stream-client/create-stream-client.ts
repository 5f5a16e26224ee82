import { streamFacts, type StreamEventOf, type StreamParamsOf } from '@aster/api'
import { createSystemRandom, ParameterError } from '@aster/core'

import type { StreamGap } from '../stream-gap.ts'
import { createIncidentReporter } from '../stream-incident.ts'
import { createShard, type Shard } from './create-shard.ts'
import { createStreamEntry, type StreamEntry, type Subscriber } from './create-stream-entry.ts'
import { createSubscription } from './create-subscription.ts'
import { iterateStream } from './iterate-stream.ts'
import { parseBaseUrl } from './parse-base-url.ts'
import { parseStreamParams } from './parse-stream-params.ts'
import type { StreamClient, StreamClientOptions } from './stream-client.ts'
import { type AnyStream, findDeclaration } from './stream-declaration.ts'
import { defaultStreamTiming } from './stream-timing.ts'
import type { IterateOptions, Subscription, WatchOptions } from './subscription.ts'
import { createWatchers } from './watchers.ts'

/**
 * Follows any number of market streams over as few connections as the exchange allows.
 *
 * @throws {ParameterError} `baseUrl` is not a WebSocket address without a path.
 * @example
 * const streams = createStreamClient({ connector: createWsConnector(), clock: createSystemClock(), baseUrl })
 * streams.watchBookTicker({ symbol: 'BTCUSDT' }, ({ bestBid, bestAsk }) => show(bestBid, bestAsk))
 */
export function createStreamClient(options: StreamClientOptions): StreamClient {
  const { connector, clock, random = createSystemRandom(), validate = false, raw = false, onConnection } = options
  const { maxStreamsPerConnection = streamFacts.maxStreamsPerConnection } = options
  const baseUrl = parseBaseUrl(options.baseUrl)
  const timing = { ...defaultStreamTiming, ...options.timing }
  const report = createIncidentReporter(options.onIncident)
  const entries = new Map<string, { readonly entry: StreamEntry; readonly shard: Shard }>()
  const shards: Shard[] = []
  let isClosed = false

  const addShard = (): Shard => {
    const connection = shards.length + 1
    const shard: Shard = createShard({
      connector,
      clock,
      random,
      baseUrl,
      timing,
      isRaw: raw,
      report,
      onState(state, reason) {
        try {
          onConnection?.({ connection, state, streams: shard.size, reason })
        } catch (error) {
          report({ type: 'handlerFailed', message: 'onConnection failed', error })
        }
      },
    })
    shards.push(shard)
    return shard
  }

  const findEntry = (name: string, declaration: AnyStream | undefined) => {
    const found = entries.get(name)
    if (found !== undefined) return found
    // A raw frame does not say whose it is: its connection never carries another stream, not even later.
    const hasRoom = ({ size, state }: Shard) => (raw ? state === 'idle' : size < maxStreamsPerConnection)
    const shard = shards.find(hasRoom) ?? addShard()
    const added = { shard, entry: createStreamEntry({ name, declaration, clock, isStrict: validate, report }) }
    entries.set(name, added)
    shard.add(added.entry)
    return added
  }

  const subscribe = (
    name: string,
    declaration: AnyStream | undefined,
    subscriber: Subscriber,
    signal: AbortSignal | undefined,
  ): Subscription => {
    if (isClosed) throw new Error('The stream client has been closed')
    signal?.throwIfAborted()
    const { entry, shard } = findEntry(name, declaration)
    return createSubscription({
      entry,
      subscriber,
      signal,
      onUnused() {
        if (entries.get(name)?.entry !== entry) return
        entries.delete(name)
        shard.remove(entry)
        entry.close()
      },
      onHandlerError: (error) =>
        report({ type: 'handlerFailed', stream: name, message: `A handler of ${name} failed`, error }),
    })
  }

  function watch<S extends AnyStream>(
    stream: S,
    params: StreamParamsOf<S>,
    handler: (event: StreamEventOf<S>, frame: string) => unknown,
    options?: WatchOptions,
  ): Subscription
  function watch<S extends AnyStream>(
    stream: S,
    params: StreamParamsOf<S>,
    options?: IterateOptions,
  ): AsyncIterable<StreamEventOf<S> | StreamGap>
  function watch(
    stream: AnyStream,
    params: unknown,
    third?: ((event: unknown, frame: string) => unknown) | IterateOptions,
    { signal, onGap, onState }: WatchOptions = {},
  ): unknown {
    const name = parseStreamParams(stream, params)
    if (typeof third === 'function') {
      const subscriber = { onEvent: third, ...(onGap && { onGap }), ...(onState && { onState }) }
      return subscribe(name, stream, subscriber, signal)
    }
    return iterateStream({
      stream: name,
      conflation: stream.conflation,
      clock,
      options: third ?? {},
      subscribe: (subscriber, ending) => subscribe(name, stream, subscriber, ending),
    })
  }

  const watchFrames = (
    name: string,
    handler: (frame: string) => unknown,
    { signal, onGap, onState }: WatchOptions = {},
  ): Subscription => {
    if (name === '') {
      const violation = { field: 'streamName', rule: 'required', value: '', message: 'must not be empty' }
      throw new ParameterError('watchFrames', [violation])
    }
    const subscriber = { onFrame: handler, ...(onGap && { onGap }), ...(onState && { onState }) }
    return subscribe(name, findDeclaration(name), subscriber, signal)
  }

  const close = (): Promise<void> => {
    isClosed = true
    for (const { entry } of entries.values()) entry.close()
    for (const shard of shards) shard.close()
    return Promise.resolve()
  }

  return {
    ...createWatchers(watch),
    watch,
    watchFrames,
    get connections() {
      return shards.map(({ state, size, generation, frames }) => ({ state, streams: size, opened: generation, frames }))
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
