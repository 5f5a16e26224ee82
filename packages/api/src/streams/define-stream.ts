import { z } from 'zod'

import { StreamFrameError } from './stream-frame-error.ts'

/**
 * Tells the events of one stream apart and orders them, so that two connections that carry the same stream can be
 * merged into one without loss and without repetition.
 */
export interface StreamOrder<Event> {
  /** Never falls within a partition. */
  sequenceOf(event: Event): number
  /** Sequences are compared within one partition only; one partition when absent. */
  partitionOf?(event: Event): string
  /** Sequence of the event before, of streams whose events are numbered without holes: what shows that one is missing. */
  previousOf?(event: Event): number
  /** True when no two events of a partition share a sequence; otherwise equal ones are told apart by their text. */
  readonly isUnique: boolean
}

/** How a reader that is too slow is served: the newest value is enough. */
export interface Conflation<Event> {
  /** Only values with the same key replace each other; one key when absent. */
  keyOf?(event: Event): string
  /** Joins two values of one key where the newer one does not say everything; the newer one alone when absent. */
  merge?(older: Event, newer: Event): Event
}

/** One market stream as a fact. Subscriptions, the simulator's routes and the documentation are read from it. */
export interface StreamDeclaration<Name extends string = string, Params = unknown, Wire = unknown, Event = unknown> {
  readonly name: Name
  /** The name on the wire, `btcusdt@bookTicker`. */
  streamName(params: Params): string
  /** The parameters of a name on the wire, or undefined when it is another stream's. */
  parseStreamName(streamName: string): Params | undefined
  readonly params: z.ZodType<Params>
  /** The payload as on the wire. Unknown fields pass; ids and decimals come out as text. */
  readonly payload: z.ZodType<Wire>
  /**
   * Turns a payload, parsed from JSON, into an event in words.
   * @throws {StreamFrameError} The payload lacks a field or a field has the wrong type.
   */
  parse(raw: unknown): Event
  /** As `parse`, always through the schema. */
  parseStrictly(raw: unknown): Event
  readonly order: StreamOrder<Event>
  /** Absent: no event may be left out unnoticed; a reader that is too slow gets a gap event. */
  readonly conflation?: Conflation<Event>
  /**
   * Milliseconds of silence after which a stream of a traded symbol is suspect. Absent: silence proves nothing.
   */
  readonly silenceMs?: number
}

interface StreamFacts<Name extends string, Params, Wire, Event> {
  readonly name: Name
  readonly params: z.ZodType<Params>
  streamName(params: Params): string
  parseStreamName(streamName: string): Params | undefined
  readonly payload: z.ZodType<Wire>
  readonly toEvent: (wire: Wire) => Event
  /** A hand-written `parse` for streams with thousands of events a second. Must equal the way through the schema. */
  readonly parseFast?: (raw: unknown) => Event
  readonly order: StreamOrder<Event>
  readonly conflation?: Conflation<Event>
  readonly silenceMs?: number
}

/** Declares a market stream. */
export function defineStream<const Name extends string, Params, Wire, Event>(
  facts: StreamFacts<Name, Params, Wire, Event>,
): StreamDeclaration<Name, Params, Wire, Event> {
  const { toEvent, parseFast, ...declaration } = facts
  const parseStrictly = (raw: unknown) => toEvent(parsePayload(facts.name, facts.payload, raw))
  return Object.freeze({ ...declaration, parse: parseFast ?? parseStrictly, parseStrictly })
}

/** Checks a payload against its schema. */
export function parsePayload<Wire>(name: string, payload: z.ZodType<Wire>, raw: unknown): Wire {
  const result = payload.safeParse(raw)
  if (result.success) return result.data
  throw new StreamFrameError(name, z.prettifyError(result.error))
}

/** What a caller passes to subscribe. */
export type StreamParamsOf<S> = S extends { readonly params: z.ZodType<infer Params> } ? Params : never

/** What a subscriber gets. */
export type StreamEventOf<S> = S extends { parse(raw: unknown): infer Event } ? Event : never
