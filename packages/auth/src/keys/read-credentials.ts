import { ParameterError, Secret, type Violation } from '@aster/core'

import { checkIdentity } from '../sign/check-identity.ts'
import { type Address, isAddress } from './address.ts'
import { type CredentialField, listCredentialNames } from './credential-names.ts'
import { findCredential, type GivenCredential } from './find-credential.ts'
import { computeKeyAddress, explainPrivateKey } from './parse-private-key.ts'

export interface V3Credentials {
  readonly privateKey: Secret
  /** The address of the key, whether it was given or not. */
  readonly signer: Address
  readonly user: Address | undefined
}

export interface V1Credentials {
  readonly apiKey: Secret
  readonly apiSecret: Secret
}

/** What was found; both may be there. V3 is the one to use where both are. */
export interface Credentials {
  readonly v3: V3Credentials | undefined
  readonly v1: V1Credentials | undefined
}

export interface ReadCredentialsOptions {
  /** Reads `ASTER_<ALIAS>_…` instead of the common names. */
  readonly alias?: string | undefined
  /** What must be there: V3, V1, at least one of them (the default), or nothing. */
  readonly required?: 'v3' | 'v1' | 'any' | 'none' | undefined
  readonly allowSignerAsUser?: boolean | undefined
}

type Found = Readonly<Record<CredentialField, GivenCredential | undefined>>

/**
 * Reads keys and addresses from the environment: ASTER_USER, ASTER_SIGNER, ASTER_PRIVATE_KEY, ASTER_API_KEY,
 * ASTER_API_SECRET, and the names of the Python programs (see `credentialNames`). An empty value counts as absent.
 *
 * @throws {ParameterError} Every mistake at once: missing, of the wrong shape, contradicting each other, a signer that does
 * not belong to the key, a signer that is the user. No value is repeated but well-formed addresses.
 */
export function readCredentials(
  env: Readonly<Record<string, string | undefined>>,
  options: ReadCredentialsOptions = {},
): Credentials {
  const violations: Violation[] = []
  const found: Found = {
    user: findCredential(env, 'user', options.alias, violations),
    signer: findCredential(env, 'signer', options.alias, violations),
    privateKey: findCredential(env, 'privateKey', options.alias, violations),
    apiKey: findCredential(env, 'apiKey', options.alias, violations),
    apiSecret: findCredential(env, 'apiSecret', options.alias, violations),
  }
  const missing = (field: CredentialField, message: string) => {
    const name = listCredentialNames(field, options.alias)[0]
    violations.push({ field: name, rule: 'required', value: 'nothing', message })
  }
  const { required = 'any' } = options
  const hasV3 = (found.privateKey ?? found.user ?? found.signer) !== undefined
  const hasV1 = (found.apiKey ?? found.apiSecret) !== undefined
  const isEmpty = !hasV3 && !hasV1
  if (found.privateKey === undefined && (hasV3 || required === 'v3' || (isEmpty && required === 'any'))) {
    const orV1 = isEmpty && required === 'any' ? ', or for an old V1 key set ASTER_API_KEY and ASTER_API_SECRET' : ''
    missing('privateKey', `is missing: the private key of the agent, 64 hex digits${orV1}`)
  }
  if (required === 'v1' || hasV1) {
    if (found.apiKey === undefined) missing('apiKey', 'is missing')
    if (found.apiSecret === undefined) missing('apiSecret', 'is missing')
  }
  const v3 = checkV3(found, options, violations)
  const v1 = checkV1(found, violations)
  if (violations.length > 0) throw new ParameterError('readCredentials', violations)
  return Object.freeze({ v3, v1 })
}

function checkV3(found: Found, options: ReadCredentialsOptions, violations: Violation[]): V3Credentials | undefined {
  const { privateKey, signer, user } = found
  const problem = privateKey === undefined ? undefined : explainPrivateKey(privateKey.value)
  if (privateKey === undefined || problem !== undefined) {
    if (privateKey !== undefined && problem !== undefined) {
      violations.push({ field: privateKey.name, rule: 'privateKey', value: 'hidden', message: problem })
    }
    for (const address of [signer, user]) {
      if (address === undefined || isAddress(address.value)) continue
      const value = `${address.value.length} characters`
      violations.push({ field: address.name, rule: 'address', value, message: 'must be 0x and 40 hex digits' })
    }
    return undefined
  }
  const secret = new Secret(privateKey.value)
  const keyAddress = computeKeyAddress(secret)
  const identity = {
    keyAddress,
    signer: signer?.value,
    user: user?.value,
    allowSignerAsUser: options.allowSignerAsUser,
  }
  for (const violation of checkIdentity(identity)) {
    const name = (violation.field === 'signer' ? signer : user)?.name ?? violation.field
    violations.push({ ...violation, field: name })
  }
  return { privateKey: secret, signer: signer?.value ?? keyAddress, user: user?.value }
}

function checkV1({ apiKey, apiSecret }: Found, violations: Violation[]): V1Credentials | undefined {
  for (const entry of [apiKey, apiSecret]) {
    if (entry === undefined || /^[!-~]{20,128}$/.test(entry.value)) continue
    const message = `must be 20 to 128 printable characters without spaces, not ${entry.value.length}`
    violations.push({ field: entry.name, rule: 'apiKey', value: 'hidden', message })
  }
  if (apiKey === undefined || apiSecret === undefined) return undefined
  return { apiKey: new Secret(apiKey.value), apiSecret: new Secret(apiSecret.value) }
}
