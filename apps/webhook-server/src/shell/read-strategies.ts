import { readFileSync } from 'node:fs'

import { formatDecimal, toDecimal } from '@aster/core'
import { z } from 'zod'

import type { StrategyPolicies } from '../core/strategy-policy.ts'

const amount = z
  .union([z.string(), z.number()])
  .refine((value) => /^\d+(\.\d+)?$/.test(String(value)) && Number(value) > 0, 'must be a number above zero')
  .transform((value) => formatDecimal(toDecimal(String(value))))

const policy = z.strictObject({
  symbols: z
    .array(z.string().regex(/^[A-Z0-9]{2,20}$/, 'must be a symbol such as BTCUSDT'))
    .min(1)
    .optional(),
  maxOrderNotional: amount.optional(),
  maxPositionNotional: amount.optional(),
  accounts: z.record(z.string(), amount).optional(),
  scale: amount.optional(),
  stopPercent: amount.optional(),
})
const file = z.record(z.string().regex(/^[\w.-]{1,64}$/, 'must be letters, digits, dots and dashes'), policy)

/** What a file of strategies says of them, or every mistake in it. */
export function readStrategies(
  path: string,
  known: { readonly symbols: readonly string[]; readonly accounts: readonly string[] },
): { readonly policies: StrategyPolicies; readonly mistakes: readonly string[] } {
  let text: unknown
  try {
    text = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return { policies: undefined, mistakes: [code === undefined ? 'is no JSON' : `cannot be read (${code})`] }
  }
  const parsed = file.safeParse(text)
  if (!parsed.success) {
    return {
      policies: undefined,
      mistakes: parsed.error.issues.map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`),
    }
  }
  const mistakes = Object.entries(parsed.data).flatMap(([name, { symbols = [], accounts = {} }]) => [
    ...symbols
      .filter((symbol) => !known.symbols.includes(symbol))
      .map((symbol) => `${name}.symbols: ${symbol} is not traded here`),
    ...Object.keys(accounts)
      .filter((id) => !known.accounts.includes(id))
      .map((id) => `${name}.accounts: ${id} is not an account here`),
  ])
  return { policies: new Map(Object.entries(parsed.data)), mistakes }
}
