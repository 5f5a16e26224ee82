import { z } from 'zod'

import { level, timeMs, whole } from '../schema/received.ts'
import { readDecimal, readObject, readText, readWhole } from './read-fields.ts'
import { StreamFrameError } from './stream-frame-error.ts'

/** `[price, quantity]`, decimal text: quote asset per base asset, base asset. */
export type DepthLevel = readonly [price: string, quantity: string]

/** What partial and diff depth have in common. */
export interface DepthFields {
  readonly symbol: string
  readonly eventTimeMs: number
  readonly transactionTimeMs: number
  /** `U`. Update ids are shared by all symbols, so it may lie far above `previousUpdateId`. */
  readonly firstUpdateId: number
  /** `u`. */
  readonly lastUpdateId: number
  /** `pu`: `lastUpdateId` of the event before. */
  readonly previousUpdateId: number
  readonly bids: readonly DepthLevel[]
  readonly asks: readonly DepthLevel[]
}

export const depthPayload = z.object({
  E: timeMs,
  T: timeMs,
  s: z.string(),
  U: whole,
  u: whole,
  pu: whole,
  b: z.array(level),
  a: z.array(level),
})

/** Milliseconds between two events; 250 is the name without suffix. */
export const depthSpeed = z.literal([100, 250, 500])
export type DepthSpeed = z.output<typeof depthSpeed>

export const toDepthSuffix = (speedMs: DepthSpeed | undefined): string =>
  speedMs === undefined || speedMs === 250 ? '' : `@${speedMs}ms`

export function parseDepthSuffix(suffix: string): DepthSpeed | undefined {
  if (suffix === '') return 250
  if (suffix === '@100ms') return 100
  return suffix === '@500ms' ? 500 : undefined
}

export function toDepthFields<Type extends string>(type: Type, wire: z.output<typeof depthPayload>) {
  return {
    type,
    symbol: wire.s,
    eventTimeMs: wire.E,
    transactionTimeMs: wire.T,
    firstUpdateId: wire.U,
    lastUpdateId: wire.u,
    previousUpdateId: wire.pu,
    bids: wire.b,
    asks: wire.a,
  }
}

export function parseDepthFields<Type extends string>(type: Type, value: unknown) {
  const raw = readObject(type, value)
  return {
    type,
    symbol: readText(type, 's', raw['s']),
    eventTimeMs: readWhole(type, 'E', raw['E']),
    transactionTimeMs: readWhole(type, 'T', raw['T']),
    firstUpdateId: readWhole(type, 'U', raw['U']),
    lastUpdateId: readWhole(type, 'u', raw['u']),
    previousUpdateId: readWhole(type, 'pu', raw['pu']),
    bids: readLevels(type, 'b', raw['b']),
    asks: readLevels(type, 'a', raw['a']),
  }
}

/** Checks every level in place and hands on the array that JSON.parse made; copies only rows that need rewriting. */
function readLevels(stream: string, field: string, value: unknown): readonly DepthLevel[] {
  if (!Array.isArray(value)) throw new StreamFrameError(stream, `${field}: expected a list of levels`)
  const rows = value as unknown[]
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]
    if (!Array.isArray(row) || row.length !== 2) throw new StreamFrameError(stream, `${field}: expected two decimals`)
    const [price, quantity] = row as [unknown, unknown]
    const plainPrice = readDecimal(stream, field, price)
    const plainQuantity = readDecimal(stream, field, quantity)
    if (plainPrice !== price || plainQuantity !== quantity) rows[index] = [plainPrice, plainQuantity]
  }
  return rows as DepthLevel[]
}
