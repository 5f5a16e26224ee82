import { AsterError } from '@aster/core'

/**
 * Another program trades this symbol of this account, or writes this journal. Stop it, trade another symbol, or join
 * read-only.
 */
export class OwnerError extends AsterError {
  override name = 'OwnerError'
  /** What is owned: `<account> <symbol>`, or a journal. */
  readonly what: string
  /** What the owner said of itself. */
  readonly owner: string
  constructor(what: string, holder: { readonly label: string; readonly processId: number } | undefined) {
    const owner = holder === undefined ? 'another program' : `${holder.label} (process ${holder.processId})`
    super(`${what} belongs to ${owner}`)
    this.what = what
    this.owner = owner
  }
}
