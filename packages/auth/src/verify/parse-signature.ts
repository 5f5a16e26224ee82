/** A V3 signature taken apart. */
export interface ParsedSignature {
  /** 64 bytes. */
  readonly rs: Uint8Array
  /** 0 or 1. */
  readonly recoveryId: number
}

/**
 * Reads a signature in every spelling that the exchange takes: with or without 0x, upper or lower case, v as 0, 1, 27 or 28.
 * `undefined` when it is none.
 */
export function parseSignature(text: string): ParsedSignature | undefined {
  const hex = text.startsWith('0x') || text.startsWith('0X') ? text.slice(2) : text
  if (!/^[0-9a-fA-F]{130}$/.test(hex)) return undefined
  const bytes = new Uint8Array(Buffer.from(hex, 'hex'))
  const v = bytes[64] ?? 0xff
  const recoveryId = v >= 27 ? v - 27 : v
  return recoveryId === 0 || recoveryId === 1 ? { rs: bytes.subarray(0, 64), recoveryId } : undefined
}

/** The spelling that clients send: 0x, lower case, v as 1b or 1c. */
export const formatSignature = ({ rs, recoveryId }: ParsedSignature): string =>
  `0x${Buffer.from(rs).toString('hex')}${(27 + recoveryId).toString(16)}`
