import type { AccountRegistry } from '../accounts/account-registry.ts'
import { refuse } from '../http/api-refusal.ts'
import { type Params, readOptionalText } from '../http/read-params.ts'

/**
 * Whether an order may name its builder: one that the account's wallet has approved, for no more than it was allowed. Nothing is
 * charged for it here.
 *
 * @throws {ApiRefusal} -5053 for a stranger, -1130 for a rate that is malformed or too high.
 */
export function checkBuilder(registry: AccountRegistry, accountId: string, params: Params): void {
  const builder = readOptionalText(params, 'builder')
  if (builder === undefined) return
  const grant = registry.get(accountId)?.builders.get(builder.toLowerCase())
  if (grant === undefined) throw refuse(-5053)
  const rate = readOptionalText(params, 'feeRate') ?? '0'
  if (!/^\d{1,2}(\.\d{1,18})?$/.test(rate) || Number(rate) > Number(grant.maxFeeRate)) {
    throw refuse(-1130, "Data sent for parameter 'feeRate' is not valid.")
  }
}
