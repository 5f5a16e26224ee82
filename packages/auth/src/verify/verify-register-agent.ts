import { managementChainId } from '../networks.ts'
import { cutSignature } from './cut-signature.ts'
import { verifyMessage } from './verify-message.ts'

/**
 * Checks `registerAndApproveAgent` as an exchange does: the text as received without `signature` and `agentCode`, under the
 * domain of `signatureChainId`, signed by `user`.
 */
export function verifyRegisterAgent(sent: string): boolean {
  const { text: unsigned, signature } = cutSignature(sent)
  const text = unsigned
    .split('&')
    .filter((pair) => !pair.startsWith('agentCode='))
    .join('&')
  const params = new URLSearchParams(text)
  const user = params.get('user')
  const chainId = Number(params.get('signatureChainId') ?? managementChainId)
  if (signature === undefined || user === null || !Number.isSafeInteger(chainId) || chainId < 0) return false
  return verifyMessage({ text, chainId, signature, address: user }) !== undefined
}
