import { accountErrors } from './account-errors.ts'
import type { ErrorEntry } from './error-entry.ts'
import { extensionErrors } from './extension-errors.ts'
import { orderErrors } from './order-errors.ts'
import { requestErrors } from './request-errors.ts'
import { ruleErrors } from './rule-errors.ts'

const rows = [...requestErrors, ...orderErrors, ...ruleErrors, ...accountErrors, ...extensionErrors]

/** Every known error code. A code that is not here is still an error: decide it by `decideError`. */
export const errorCatalogue: ReadonlyMap<number, ErrorEntry> = new Map(
  rows.map(([code, name, message, category, http, retriable]) => [
    code,
    { code, name, message, category, http, retriable },
  ]),
)
