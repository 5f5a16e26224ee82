import { type Address } from '../keys/address.ts'
import { chainIdOf } from '../networks.ts'
import { type SubAccountCall, listSubAccountFields } from '../wallet/sub-account-text.ts'
import { verifyMessage } from './verify-message.ts'

/** Calls that the wallets of a family sign. */
export type FamilyCall = Exclude<SubAccountCall, 'getSubAccountList'>

const childFields: Readonly<Partial<Record<FamilyCall, string>>> = {
  bind: 'childAddress',
  createSubAccount: 'subSourceAddr',
}

/**
 * Checks a sub-account call as an exchange does: the text is put together in the order of the call, in the spelling in which it
 * was sent; where a child has to agree, its signature over that text comes first and is signed over by the master.
 *
 * @param sent - The request as received, signatures included.
 * @param signer - Who should have signed: the master, the user, or an agent of it.
 */
export function verifySubAccountCall(call: FamilyCall, sent: string, signer: Address): boolean {
  const pairs = new Map<string, string>()
  for (const pair of sent.split('&')) {
    const name = pair.slice(0, pair.indexOf('='))
    if (!pairs.has(name)) pairs.set(name, pair)
  }
  const read = (name: string) => new URLSearchParams(pairs.get(name) ?? '').get(name) ?? undefined
  const chainId = chainIdOf.mainnet
  let text = listSubAccountFields(call)
    .flatMap((name) => pairs.get(name) ?? [])
    .join('&')
  const child = childFields[call]
  if (child !== undefined) {
    const address = read(child)
    const signature = read('childSignature')
    if (address === undefined || signature === undefined) return false
    if (verifyMessage({ text, chainId, signature, address }) === undefined) return false
    text += `&${pairs.get('childSignature') ?? ''}`
  }
  const signature = read('signature')
  return signature !== undefined && verifyMessage({ text, chainId, signature, address: signer }) !== undefined
}
