import type { Holding } from '../holding.ts'
import { oneUnit } from '../money.ts'
import type { Sign } from '../side-sign.ts'
import type { ProtectionSettings } from './protection-types.ts'

/** A protection at work: its limits, and the fills that its window still holds. */
export interface Protection {
  readonly settings: ProtectionSettings
  readonly fills: { readonly timeMs: number; readonly signedLots: number; readonly value: bigint }[]
  /** 0: not frozen. */
  frozenUntilMs: number
}

export const createProtection = (settings: ProtectionSettings): Protection => ({
  settings,
  fills: [],
  frozenUntilMs: 0,
})

export const isFrozen = (protection: Protection | undefined, nowMs: number): boolean =>
  protection !== undefined && protection.frozenUntilMs > nowMs

/** Counts a fill. With one that reaches a limit the symbol is frozen for the account, and its orders have to go. */
export function countFill(
  holding: Holding,
  protection: Protection,
  fill: { readonly sign: Sign; readonly lots: number; readonly value: bigint },
  nowMs: number,
): void {
  const { settings, fills } = protection
  fills.push({ timeMs: nowMs, signedLots: fill.sign * fill.lots, value: fill.value })
  const gone = fills.findIndex(({ timeMs }) => timeMs > nowMs - settings.windowMs)
  if (gone > 0) fills.splice(0, gone)
  if (isFrozen(protection, nowMs) || !isReached(holding, protection)) return
  protection.frozenUntilMs = settings.frozenMs === 0 ? Infinity : nowMs + settings.frozenMs
  fills.length = 0
  holding.market.tripped.add(holding)
}

function isReached(holding: Holding, { settings, fills }: Protection): boolean {
  const { lotE8 } = holding.market.instrument
  let lots = 0
  let net = 0
  let value = 0n
  for (const fill of fills) {
    lots += Math.abs(fill.signedLots)
    net += fill.signedLots
    value += fill.value
  }
  const reaches = (count: number, limit: number | undefined) =>
    limit !== undefined && BigInt(count) * lotE8 >= BigInt(limit) * oneUnit
  return (
    reaches(lots, settings.quantityLimit) ||
    reaches(Math.abs(net), settings.deltaLimit) ||
    (settings.valueLimit !== undefined && value >= BigInt(settings.valueLimit) * oneUnit)
  )
}
