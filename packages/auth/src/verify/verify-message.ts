import { type Address, isSameAddress } from '../keys/address.ts'
import { recoverMessageSigner } from './recover-signer.ts'

/**
 * Checks a V3 signature as an exchange does: over the text as received, else over its decoded form, which one official demo
 * signs. Says which of the two it was.
 *
 * @param check.text - The request without its signature, untouched: `+` and `%20` are different texts.
 * @param check.address - Who should have signed.
 */
export function verifyMessage(check: {
  readonly text: string
  readonly chainId: number
  readonly signature: string
  readonly address: Address
}): 'encoded' | 'decoded' | undefined {
  const { text, chainId, signature, address } = check
  const isSigned = (candidate: string) => {
    const recovered = recoverMessageSigner(candidate, chainId, signature)
    return recovered !== undefined && isSameAddress(recovered, address)
  }
  if (isSigned(text)) return 'encoded'
  return listDecodedForms(text).some(isSigned) ? 'decoded' : undefined
}

function listDecodedForms(text: string): readonly string[] {
  const forms = new Set<string>()
  for (const spelling of [text, text.replaceAll('+', ' ')]) {
    try {
      forms.add(decodeURIComponent(spelling))
    } catch {
      // a stray percent sign: there is no decoded form
    }
  }
  forms.delete(text)
  return [...forms]
}
