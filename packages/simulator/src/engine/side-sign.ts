import type { Side } from './types.ts'

/** 1 for BUY, -1 for SELL: a signed quantity is sign times lots. */
export type Sign = 1 | -1

export const signOf = (side: Side): Sign => (side === 'BUY' ? 1 : -1)
export const sideOf = (sign: Sign): Side => (sign === 1 ? 'BUY' : 'SELL')
export const opposite = (sign: Sign): Sign => (sign === 1 ? -1 : 1)
