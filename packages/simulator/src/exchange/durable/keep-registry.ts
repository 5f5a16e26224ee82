import { createHash } from 'node:crypto'

import type { AccountRegistry } from '../../accounts/account-registry.ts'
import type { AccountSpec } from '../../accounts/account-spec.ts'
import type { KeptPart } from './create-journal.ts'

/** An account as it is kept: of its key the hash alone, which finds the key again among those given at the next start. */
interface KeptSpec {
  readonly usdt: string
  readonly assets?: AccountSpec['assets']
  readonly v3?: AccountSpec['v3']
  readonly keyHash?: string | undefined
}

const takesSpec = (name: string): boolean => name === 'open' || name === 'adopt'

/** The accounts and who may reach them, without a secret. */
export function keepRegistry(registry: AccountRegistry, given: readonly AccountSpec[]): KeptPart {
  const keys = new Map(given.flatMap(({ v1 }) => (v1 === undefined ? [] : [[hashKey(v1), v1] as const])))

  const write = ({ usdt, assets, v3, v1 }: AccountSpec): KeptSpec => ({
    usdt,
    assets,
    v3,
    keyHash: v1 === undefined ? undefined : hashKey(v1),
  })
  /** A key that is not given any more opens nothing. */
  const read = ({ usdt, assets, v3, keyHash }: KeptSpec): AccountSpec => ({
    usdt,
    assets,
    v3,
    v1: keyHash === undefined ? undefined : keys.get(keyHash),
  })
  return {
    target: registry,
    write: (name, args) => (takesSpec(name) ? [write(args[0] as AccountSpec)] : args),
    read: (name, args) => (takesSpec(name) ? [read(args[0] as KeptSpec)] : args),
  }
}

const hashKey = ({ apiKey }: NonNullable<AccountSpec['v1']>): string =>
  createHash('sha256').update(apiKey.reveal()).digest('hex')
