import { decideError } from '@aster/api'
import { OutcomeUnknownError, RejectedError, sleep } from '@aster/core'

import type { CallOptions, RestClient } from '../client/rest-client.ts'

/** What became of a setting that is now as wanted. */
export interface EnsuredSetting {
  /** False: it was so already. Undefined: the answer was lost, and a query shows it as wanted. */
  readonly changed: boolean | undefined
}

interface Setting {
  /** The endpoint's name, for errors. */
  readonly operation: string
  readonly set: () => Promise<unknown>
  /** The value as it is, and whether that is what was wanted. */
  readonly read: () => Promise<{ readonly value: string; readonly isAsWanted: boolean }>
}

/** Queries may lag. */
const reads = 5
const readEveryMs = 1_000

/**
 * Sets something, takes "it is so already" for success, and believes neither before a query shows it.
 *
 * @throws {OutcomeUnknownError} The queries go on showing another value.
 */
export async function ensureSetting(
  { clock }: Pick<RestClient, 'clock'>,
  { operation, set, read }: Setting,
  { signal }: Pick<CallOptions, 'signal'>,
): Promise<EnsuredSetting> {
  let changed: boolean | undefined = true
  let lost: OutcomeUnknownError | undefined
  try {
    await set()
  } catch (error) {
    if (error instanceof OutcomeUnknownError) {
      lost = error
      changed = undefined
    } else if (error instanceof RejectedError && decideError(error.code, error.reason) === 'treatAsSuccess') {
      changed = false
    } else throw error
  }
  for (let count = 1; ; count += 1) {
    const { value, isAsWanted } = await read()
    if (isAsWanted) return { changed }
    if (count === reads) {
      throw lost ?? new OutcomeUnknownError(operation, { reason: `queries still show ${value}` })
    }
    await sleep(clock, readEveryMs, signal)
  }
}
