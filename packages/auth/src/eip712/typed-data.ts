import type { TypedDomain } from './domain-separator.ts'
import type { StructField, TypedStruct } from './typed-struct.ts'

/** The `eth_signTypedData_v4` form, for wallets that show what they sign. */
export interface TypedData {
  readonly domain: TypedDomain & { readonly verifyingContract: string }
  readonly primaryType: string
  readonly types: Readonly<Record<string, readonly { readonly name: string; readonly type: string }[]>>
  readonly message: Readonly<Record<string, string | boolean>>
}

/** A struct as typed data. Numbers stay decimal text, which every wallet takes for uint256. */
export function toTypedData(domain: TypedDomain, { primaryType, fields }: TypedStruct): TypedData {
  return {
    domain: { ...domain, verifyingContract: '0x0000000000000000000000000000000000000000' },
    primaryType,
    types: { [primaryType]: fields.map(({ name, type }) => ({ name, type })) },
    message: Object.fromEntries(fields.map((field) => [field.name, readValue(field)])),
  }
}

const readValue = ({ type, value }: StructField): string | boolean =>
  type === 'bool' ? value.toLowerCase() === 'true' : value
