import { ParameterError } from '@aster/core'

import { type Param, encodeParams } from '../encode-params.ts'
import { isSameAddress } from '../keys/address.ts'

/**
 * The text of a V3 request: the parameters, then `nonce`, `user` where known, and `signer`. A `user` or `signer` among the
 * parameters stays where it is and is not repeated.
 *
 * @throws {ParameterError} `nonce` or `signature` among the parameters, or another address as `signer`.
 */
export function buildMessage(
  params: readonly Param[],
  nonceUs: bigint,
  signer: string,
  user: string | undefined,
): string {
  let hasUser = false
  let hasSigner = false
  for (const [name, value] of params) {
    if (name === 'user') hasUser = true
    else if (name === 'signer') {
      hasSigner = true
      if (!isSameAddress(value, signer)) refuse(name, value, `must be ${signer}, the address that signs`)
    } else if (name === 'nonce' || name === 'signature') refuse(name, 'hidden', 'is added by the signer')
  }
  const business = encodeParams(params)
  const tail = `nonce=${nonceUs}${hasUser || user === undefined ? '' : `&user=${user}`}${hasSigner ? '' : `&signer=${signer}`}`
  return business === '' ? tail : `${business}&${tail}`
}

function refuse(field: string, value: string, message: string): never {
  throw new ParameterError('sign', [{ field, rule: 'signedFields', value, message }])
}
