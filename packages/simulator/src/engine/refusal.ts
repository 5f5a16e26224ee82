import { errorCatalogue } from '@aster/api'

import type { Outcome, Refusal } from './types.ts'

/** Says no with a code of the exchange; without a text, with the one that the catalogue lists. */
export function refuse(code: number, msg?: string): Refusal {
  return { ok: false, code, msg: msg ?? errorCatalogue.get(code)?.message ?? '' }
}

export function accept<T>(value: T): Outcome<T> {
  return { ok: true, value }
}

export const refuseMissing = (name: string) =>
  refuse(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`)

export const refuseExtra = (name: string) => refuse(-1106, `Parameter '${name}' sent when not required.`)

export const refuseValue = (name: string) => refuse(-1130, `Data sent for parameter '${name}' is not valid.`)
