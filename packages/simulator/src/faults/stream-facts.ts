import { parseStreamName } from '@aster/api'

import type { StreamFaultMatch } from './stream-fault.ts'

/** What stream rules look at. */
export interface StreamFacts {
  readonly stream: string
  /** Undefined for the streams of all symbols and of users. */
  readonly symbol: string | undefined
  /** The type as it is sent; empty when the payload has none. */
  readonly event: string
  /** Every name of the account whose user stream this is; undefined for a market stream. */
  readonly accountNames: readonly string[] | undefined
}

/** @param nameOwner - The names of the account whose listen key this is. */
export function readStreamFacts(
  stream: string,
  payload: string,
  nameOwner: (stream: string) => readonly string[] | undefined,
): StreamFacts {
  const accountNames = nameOwner(stream)
  const named = accountNames === undefined ? parseStreamName(stream) : undefined
  const symbol = named !== undefined && 'symbol' in named.params ? named.params.symbol : undefined
  return { stream, symbol, event: /^\[?\{"e":"(\w+)"/.exec(payload)?.[1] ?? '', accountNames }
}

export function fitsStream(match: StreamFaultMatch, facts: StreamFacts, elapsedMs: number): boolean {
  const { accountNames } = facts
  const isUser = accountNames !== undefined
  return (
    (match.kind === undefined || (match.kind === 'user') === isUser) &&
    (match.stream === undefined || [match.stream].flat().includes(facts.stream)) &&
    (match.symbol === undefined || match.symbol === facts.symbol) &&
    (match.event === undefined || [match.event].flat().includes(facts.event)) &&
    (match.account === undefined || accountNames?.includes(match.account.toLowerCase()) === true) &&
    (match.afterMs === undefined || elapsedMs >= match.afterMs) &&
    (match.untilMs === undefined || elapsedMs < match.untilMs)
  )
}
