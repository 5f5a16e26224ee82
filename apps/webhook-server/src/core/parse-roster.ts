import { toDecimal } from '@aster/core'

import type { SignalAccount } from './share-signal.ts'

const copyText = /^([A-Za-z0-9][\w-]{0,31})(?::(\d+(?:\.\d+)?))?(:dry)?$/

/**
 * Reads an account that does the same as the main one: `desk`, `desk:0.5`, `desk:1:dry`.
 *
 * @returns A sentence where the text is no account.
 */
export function parseCopy(text: string): SignalAccount | string {
  const [, id, weight = '1', dry] = copyText.exec(text) ?? []
  if (id === undefined) return 'must be <alias>, <alias>:<weight>, or either with :dry at the end'
  if (toDecimal(weight).lte(0)) return `must have a weight above zero for ${id}`
  return { id, weight: toDecimal(weight).toFixed(), isDry: dry !== undefined }
}

/** All accounts of the server, the main one first, or what is wrong with them. */
export function parseRoster(
  main: string,
  copies: readonly string[],
  isDry: boolean,
): { readonly accounts: readonly SignalAccount[]; readonly mistakes: readonly string[] } {
  const accounts: SignalAccount[] = [{ id: main, weight: '1', isDry }]
  const mistakes: string[] = []
  for (const text of copies) {
    const copy = parseCopy(text)
    if (typeof copy === 'string') mistakes.push(`${copy}, got "${text}"`)
    else if (accounts.some(({ id }) => id === copy.id)) mistakes.push(`names ${copy.id} twice`)
    else accounts.push({ ...copy, isDry: isDry || copy.isDry })
  }
  return { accounts, mistakes }
}
