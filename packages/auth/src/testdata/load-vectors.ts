import { readFileSync } from 'node:fs'

import type { Param } from '../encode-params.ts'
import type { ManagementCall } from '../wallet/management-calls.ts'

interface HmacVector {
  readonly id: string
  readonly apiKey: string
  readonly secret: string
  readonly query: string
  readonly body: string
  readonly totalParams: string
  readonly signature: string
}

export interface MessageVector {
  readonly id: string
  readonly privateKey: string
  readonly signingAddress: string
  readonly chainId: number
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly transport: 'query' | 'body'
  readonly encoding: string
  readonly signedForm: 'encoded' | 'decoded'
  readonly nonce: string
  readonly params: readonly Param[]
  readonly msg: string
  readonly structHash: string
  readonly domainSeparator: string
  readonly digest: string
  readonly signature: string
  readonly wire: string
}

interface StructVector {
  readonly id: string
  readonly privateKey: string
  readonly signingAddress: string
  readonly chainId: number
  readonly primaryType: string
  readonly typeString: string
  readonly message: Readonly<Record<string, string | number | boolean>>
  readonly structHash: string
  readonly digest: string
  readonly signature: string
  readonly path: string
  readonly method: string
  readonly wire: string
}

interface VectorFile {
  readonly keys: Readonly<Record<string, { readonly privateKey?: string; readonly address: string }>>
  readonly hmac: readonly HmacVector[]
  readonly eip712Message: readonly MessageVector[]
  readonly eip712Management: readonly StructVector[]
  readonly eip712Withdraw: readonly StructVector[]
}

const file = new URL('./signing-vectors.json', import.meta.url)

/** The published vectors; every key in them is a public test key. The superseded `legacyAbiKeccak` ones are left out. */
export const loadVectors = (): VectorFile => JSON.parse(readFileSync(file, 'utf8')) as VectorFile

/** The name that our table gives to a call's struct. */
export const managementCallOf: Readonly<Record<string, ManagementCall>> = {
  ApproveAgent: 'approveAgent',
  UpdateAgent: 'updateAgent',
  DelAgent: 'deleteAgent',
  ApproveBuilder: 'approveBuilder',
  UpdateBuilder: 'updateBuilder',
  DelBuilder: 'deleteBuilder',
  UserAssetMigrate: 'migrateUser',
}
