import { z } from 'zod'

/** A symbol as exchangeInfo spells it. Three live ones hold Chinese characters, so only emptiness and blanks are refused. */
export const symbol = z.string().regex(/^[^\s&=]+$/u, { error: 'must be a symbol of exchangeInfo, without blanks' })

/** A plain decimal text: digits and one point, no exponent, no sign. Numbers are refused: a float loses digits. */
export const decimalText = z.string().regex(/^\d+(\.\d+)?$/, { error: 'must be a plain decimal text such as 0.001' })

/** A plain decimal text with an optional minus. */
export const signedDecimalText = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/, { error: 'must be a plain decimal text such as -0.5' })

/** A positive plain decimal text. */
export const positiveDecimalText = decimalText.refine((text) => /[1-9]/.test(text), { error: 'must be above zero' })

/** A client order id of our own. */
export const clientOrderIdText = z
  .string()
  .regex(/^[.A-Z:/a-z0-9_-]{1,36}$/, { error: 'must be 1 to 36 characters of . A-Z : / a-z 0-9 _ -' })

/** A signature as text: hex with 0x, or base58. */
export const signatureText = z.string().regex(/^(0x)?[0-9A-Za-z]{64,200}$/, { error: 'must be a signature' })

/** A client strategy id of our own. */
export const clientStrategyIdText = z
  .string()
  .regex(/^[.A-Z:/a-z0-9_-]{1,28}$/, { error: 'must be 1 to 28 characters of . A-Z : / a-z 0-9 _ -' })

/** A client transfer id of our own, unique for seven days. */
export const clientTransferIdText = z.string().regex(/^[!-~]{1,64}$/, { error: 'must be 1 to 64 printable characters' })

/** The address of an EVM wallet. */
export const evmAddress = z.string().regex(/^0x[0-9a-fA-F]{40}$/, { error: 'must be 0x and 40 hex digits' })

/** The address of a wallet, EVM or Solana. */
export const walletAddress = z.string().regex(/^[0-9A-Za-z]{32,64}$/, { error: 'must be a wallet address' })

/** The client order id of an existing order; those of liquidations are allowed as well. */
export const existingClientOrderIdText = z.string().regex(/^[^\s]{1,64}$/, { error: 'must be 1 to 64 characters' })

/** An id that the exchange gave: digits as text. */
export const idText = z.string().regex(/^\d{1,19}$/, { error: 'must be an id as text of digits' })

/** A point in time: whole milliseconds since the epoch. */
export const sentTimeMs = z.int().min(0)

/** A yes or no that the exchange takes as the texts `true` and `false`. */
export const flag = z.union([z.boolean(), z.literal(['true', 'false'])]).transform((value) => String(value))

/** A yes or no that the exchange takes as the texts `TRUE` and `FALSE`. */
export const upperCaseFlag = z
  .union([z.boolean(), z.literal(['TRUE', 'FALSE', 'true', 'false'])])
  .transform((value) => String(value).toUpperCase())

/** The number of rows wanted. */
export const rowLimit = (max: number) => z.int().min(1).max(max)

/** No parameters at all. */
export const noParams = z.strictObject({})
