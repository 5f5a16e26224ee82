import type { z } from 'zod'

import { parsePayload } from '../define-stream.ts'

/** One event of the user stream as a fact. */
export interface UserEventDeclaration<Name extends string = string, Wire = unknown, Event = unknown> {
  readonly name: Name
  /** Value of `e` on the wire, `ORDER_TRADE_UPDATE`. */
  readonly event: string
  /** The payload as on the wire. Unknown fields pass; ids and decimals come out as text. */
  readonly payload: z.ZodType<Wire>
  /**
   * Turns a payload, parsed from JSON, into an event in words.
   * @throws {StreamFrameError} The payload lacks a field that matters or a field has the wrong type.
   */
  parse(raw: unknown): Event
}

/** Declares an event of the user stream. */
export function defineUserEvent<const Name extends string, Wire, Event>(facts: {
  readonly name: Name
  readonly event: string
  readonly payload: z.ZodType<Wire>
  readonly toEvent: (wire: Wire) => Event
}): UserEventDeclaration<Name, Wire, Event> {
  const { name, event, payload, toEvent } = facts
  return Object.freeze({ name, event, payload, parse: (raw: unknown) => toEvent(parsePayload(name, payload, raw)) })
}
