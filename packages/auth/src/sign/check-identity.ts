import { ParameterError, type Violation } from '@aster/core'

import { type Address, isAddress, isSameAddress } from '../keys/address.ts'

/** What does not fit between the address of a key, the signer it is said to be and the user it trades for. */
export function checkIdentity(facts: {
  readonly keyAddress: Address
  readonly signer?: string | undefined
  readonly user?: string | undefined
  readonly allowSignerAsUser?: boolean | undefined
}): readonly Violation[] {
  const { keyAddress, signer, user, allowSignerAsUser } = facts
  const violations: Violation[] = []
  if (signer !== undefined && !isAddress(signer)) violations.push(wrongShape('signer', signer))
  else if (signer !== undefined && !isSameAddress(signer, keyAddress)) {
    violations.push({
      field: 'signer',
      rule: 'keyBelongsToSigner',
      value: signer,
      message: `does not belong to the private key, whose address is ${keyAddress}`,
    })
  }
  if (user !== undefined && !isAddress(user)) violations.push(wrongShape('user', user))
  else if (user !== undefined && isSameAddress(user, keyAddress) && allowSignerAsUser !== true) {
    violations.push({
      field: 'user',
      rule: 'signerIsNotUser',
      value: user,
      message:
        'is the signer itself: that puts the key of the main wallet into this program; use an agent key, or allow it on purpose',
    })
  }
  return violations
}

/** The value is not repeated: a key may have been pasted into the wrong place. */
const wrongShape = (field: string, value: string): Violation => ({
  field,
  rule: 'address',
  value: `${value.length} characters`,
  message: 'must be 0x and 40 hex digits',
})

/** @throws {ParameterError} The identity does not fit together. */
export function assertIdentity(operation: string, facts: Parameters<typeof checkIdentity>[0]): void {
  const violations = checkIdentity(facts)
  if (violations.length > 0) throw new ParameterError(operation, violations)
}
