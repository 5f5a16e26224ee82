import { refuseCall } from '../request/violations.ts'

/** What an agent may do, until when, and from where. */
export interface AgentGrant {
  readonly agentName: string
  readonly agentAddress: string
  /** When the agent ends, milliseconds since the epoch. */
  readonly expiresMs: number
  /** From where it may call; from anywhere when empty. */
  readonly ipAddresses?: readonly string[] | undefined
  /** False by default. */
  readonly canSpotTrade?: boolean | undefined
  /** True by default. */
  readonly canPerpTrade?: boolean | undefined
  /** False by default. A trading program never needs it. */
  readonly canWithdraw?: boolean | undefined
}

type CheckedGrant = { readonly [Field in keyof AgentGrant]-?: NonNullable<AgentGrant[Field]> }

/**
 * Fills in the safe defaults.
 *
 * @throws {ParameterError} The right to withdraw without an address list: whoever steals such a key takes the money.
 */
export function checkGrant(operation: string, grant: AgentGrant): CheckedGrant {
  const { ipAddresses = [], canSpotTrade = false, canPerpTrade = true, canWithdraw = false, ...rest } = grant
  if (canWithdraw && ipAddresses.length === 0) {
    throw refuseCall(operation, 'ipAddresses', 'required', undefined, 'is needed with the right to withdraw')
  }
  return { ...rest, ipAddresses, canSpotTrade, canPerpTrade, canWithdraw }
}
