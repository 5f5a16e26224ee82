/** What a program can be given as credentials. */
export type CredentialField = 'user' | 'signer' | 'privateKey' | 'apiKey' | 'apiSecret'

/**
 * Environment variables that are read, ours first, then those of the Python programs that users come from. Several may be
 * set as long as they agree.
 */
export const credentialNames: Readonly<Record<CredentialField, readonly [string, ...string[]]>> = {
  user: ['ASTER_USER', 'ASTERDEX_USER_ADDRESS', 'API_USER'],
  signer: ['ASTER_SIGNER', 'ASTERDEX_SIGNER_ADDRESS', 'API_SIGNER'],
  privateKey: ['ASTER_PRIVATE_KEY', 'ASTERDEX_PRIVATE_KEY', 'API_PRIVATE_KEY'],
  apiKey: ['ASTER_API_KEY', 'APIV1_PUBLIC_KEY'],
  apiSecret: ['ASTER_API_SECRET', 'APIV1_PRIVATE_KEY'],
}

/** The variables of a named account: `desk` reads `ASTER_DESK_USER` and its siblings, and none of the common ones. */
export function listCredentialNames(field: CredentialField, alias: string | undefined): readonly [string, ...string[]] {
  if (alias === undefined) return credentialNames[field]
  const infix = alias.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')
  return [credentialNames[field][0].replace('ASTER_', `ASTER_${infix}_`)]
}
