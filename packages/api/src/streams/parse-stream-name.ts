import type { StreamParamsOf } from './define-stream.ts'
import { type StreamName, streams } from './streams.ts'

/** A stream with its parameters; `stream.name` tells them apart. */
export type NamedStream = {
  [Name in StreamName]: { readonly name: Name; readonly params: StreamParamsOf<(typeof streams)[Name]> }
}[StreamName]

/** Reads a name on the wire, `btcusdt@kline_1m`. Undefined when no declared stream has such a name. */
export function parseStreamName(streamName: string): NamedStream | undefined {
  for (const stream of Object.values(streams)) {
    const params = stream.parseStreamName(streamName)
    if (params !== undefined) return { name: stream.name, params } as NamedStream
  }
  return undefined
}
