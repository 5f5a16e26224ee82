import { decideError } from '@aster/api'
import { OutcomeUnknownError, RejectedError } from '@aster/core'

import { redactText } from '../redact.ts'

interface Refused {
  readonly code: number
  readonly msg: string
}

const isRefused = (row: unknown): row is Refused =>
  typeof row === 'object' && row !== null && 'code' in row && 'msg' in row && !('orderId' in row)

/**
 * Turns the refused elements of a batch answer into errors, in the order of the request. An element the exchange is not
 * sure about is an unknown outcome, as a single call would be.
 */
export function parseElements<T>(
  operation: string,
  rows: readonly T[],
  facts: {
    readonly status: number
    readonly nonce: bigint | undefined
    readonly clientOrderIds: readonly (string | undefined)[]
  },
): (T | RejectedError | OutcomeUnknownError)[] {
  return rows.map((row, index) => {
    if (!isRefused(row)) return row
    const { code } = row
    const msg = redactText(row.msg)
    if (decideError(code, msg) === 'unknownOutcome') {
      const clientOrderId = facts.clientOrderIds[index]
      return new OutcomeUnknownError(operation, { clientOrderId, nonce: facts.nonce, reason: `${code} ${msg}` })
    }
    return new RejectedError(operation, { code, status: facts.status, reason: msg })
  })
}
