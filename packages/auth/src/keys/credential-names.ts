import { originalNames } from '@aster/core'

/** What a program can be given as credentials. */
export type CredentialField = 'user' | 'signer' | 'privateKey' | 'apiKey' | 'apiSecret'

/**
 * Environment variables that are read, ours first, then those of the Python programs that users come from. Several may be
 * set as long as they agree.
 */
export const credentialNames: Readonly<Record<CredentialField, readonly [string, ...string[]]>> = {
  user: ['ASTER_USER', ...originalNames.user],
  signer: ['ASTER_SIGNER', ...originalNames.signer],
  privateKey: ['ASTER_PRIVATE_KEY', ...originalNames.privateKey],
  apiKey: ['ASTER_API_KEY', ...originalNames.apiKey],
  apiSecret: ['ASTER_API_SECRET', ...originalNames.apiSecret],
}

/** The variables of a named account: `desk` reads `ASTER_DESK_USER` and its siblings, and none of the common ones. */
export function listCredentialNames(field: CredentialField, alias: string | undefined): readonly [string, ...string[]] {
  if (alias === undefined) return credentialNames[field]
  return [credentialNames[field][0].replace('ASTER_', `ASTER_${toInfix(alias)}_`)]
}

/** Variables that may hold the passphrase of a keystore, the one of the account first. */
export function listPassphraseNames(alias: string | undefined): readonly string[] {
  const common = 'ASTER_KEYSTORE_PASSPHRASE'
  return alias === undefined ? [common] : [`ASTER_${toInfix(alias)}_KEYSTORE_PASSPHRASE`, common]
}

/** Variables that may hold the key of the main wallet, the one of the account first. Only managing agents needs it. */
export function listWalletKeyNames(alias: string | undefined): readonly string[] {
  const common = 'ASTER_WALLET_PRIVATE_KEY'
  return alias === undefined ? [common] : [`ASTER_${toInfix(alias)}_WALLET_PRIVATE_KEY`, common]
}

const toInfix = (alias: string): string => alias.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')
