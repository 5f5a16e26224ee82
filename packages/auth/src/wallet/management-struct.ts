import type { FieldType } from '../eip712/encode-value.ts'
import type { TypedStruct } from '../eip712/typed-struct.ts'
import type { Param } from '../encode-params.ts'
import { type ManagementCall, managementCalls } from './management-calls.ts'

const fieldTypes: Readonly<Record<string, FieldType>> = {
  expired: 'uint256',
  nonce: 'uint256',
  canSpotTrade: 'bool',
  canPerpTrade: 'bool',
  canWithdraw: 'bool',
}

/**
 * The struct of a management call: every parameter in the order of the request, names with a capital first letter, flags as
 * bool, `expired` and `nonce` as uint256, everything else as string, addresses and rates included.
 *
 * @param params - Up to and including `nonce`; neither `signature` nor `signatureChainId`.
 */
export const buildManagementStruct = (call: ManagementCall, params: readonly Param[]): TypedStruct => ({
  primaryType: managementCalls[call].primaryType,
  fields: params.map(([name, value]) => ({
    name: `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    type: fieldTypes[name] ?? 'string',
    value,
  })),
})
