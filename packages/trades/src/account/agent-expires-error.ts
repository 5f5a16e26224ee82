import { AsterError } from '@aster/core'

/**
 * The agent that signs expires before the order, or the exit of the trade, is surely over: after that nothing can be
 * closed. Nothing was sent. Approve a new agent.
 */
export class AgentExpiresError extends AsterError {
  override name = 'AgentExpiresError'
  readonly expiresMs: number
  readonly neededUntilMs: number
  constructor(account: string, expiresMs: number, neededUntilMs: number) {
    super(
      `The agent of ${account} expires at ${new Date(expiresMs).toISOString()}; it is needed until ${new Date(neededUntilMs).toISOString()}`,
    )
    this.expiresMs = expiresMs
    this.neededUntilMs = neededUntilMs
  }
}
