import {
  type FamilyCall,
  type ManagementCall,
  isSameAddress,
  verifyManagementCall,
  verifyRegisterAgent,
  verifySubAccountCall,
} from '@aster/auth'

import { refuse } from '../http/api-refusal.ts'
import type { RegisteredAccount } from './account-registry.ts'
import { checkRights, findAgent } from './authenticate-v3.ts'
import type { AccessCheck, Caller } from './caller.ts'
import {
  joinText,
  mandatory,
  mayOpen,
  noAgent,
  openAccount,
  readAddress,
  readNonce,
  type V3Options,
} from './v3-proof.ts'

/** The texts of the calls that wallets of a family sign, by the name of the endpoint. */
const familyCalls: Readonly<Record<string, FamilyCall>> = {
  bindSubAccount: 'bind',
  createSubAccount: 'createSubAccount',
  updateSubAccount: 'updateSubAccount',
  transferSubAccount: 'subAccountTransfer',
}

/**
 * Checks a call that a wallet signs and not an agent: the struct of a management call, the text of a registration, the texts of
 * a family. Nonces count for the wallet that signs.
 *
 * @throws {ApiRefusal} -1102, -1021, -4225 as for every signed call; -1000 "Signature check failed" for a management call or a
 * registration, -1022 for a sub-account call; -1000 "No agent found" for a wallet without an account.
 */
export function authenticateWallet(options: V3Options, check: AccessCheck): Caller {
  const { registry, nonces } = options
  const { params } = check
  const { nonceUs } = readNonce(options, params)
  if ((params['signature'] ?? '') === '') throw refuse(-1102, mandatory('signature'))
  const user = readAddress(params, 'user')
  const signer = findSigner(options, check, user)
  const known = user === undefined ? registry.findAgentAccount(signer) : registry.findUser(user)
  if (known === undefined && !mayOpen(options, check.remoteAddress)) throw noAgent()
  if (known !== undefined) checkAgent(options, check, known, signer)

  if (nonces.judge(signer.toLowerCase(), nonceUs) !== 'fresh') throw refuse(-4225)
  if (!isProved(check, signer)) {
    throw check.endpoint.signature === 'subAccount' ? refuse(-1022) : refuse(-1000, 'Signature check failed')
  }
  nonces.record(signer.toLowerCase(), nonceUs)
  const account = known ?? openAccount(options, user ?? signer, user ?? signer)
  return { accountId: account.accountId, version: 'v3', nonceUs, signer }
}

/** Who has to sign: the user's wallet; a transfer within a family may be signed by an approved agent instead. */
function findSigner(options: V3Options, { endpoint, params }: AccessCheck, user: string | undefined): string {
  const named = endpoint.name === 'transferSubAccount' ? readAddress(params, 'signer') : undefined
  if (user === undefined) {
    if (named === undefined) throw refuse(-1102, mandatory('user'))
    return named
  }
  const agents = options.registry.findUser(user)?.agents
  return named !== undefined && agents?.has(named.toLowerCase()) === true ? named : user
}

/** An agent that signs for its user needs its rights here, too. */
function checkAgent(options: V3Options, check: AccessCheck, account: RegisteredAccount, signer: string): void {
  if (account.user !== undefined && isSameAddress(account.user, signer)) return
  const agent = findAgent(account, signer)
  if (agent !== undefined) checkRights(agent, check, options.clock.now())
}

function isProved(check: AccessCheck, signer: string): boolean {
  const { endpoint } = check
  const text = joinText(check)
  if (endpoint.signature === 'management') {
    const isMainnet = check.params['asterChain'] === 'Mainnet'
    return isMainnet && verifyManagementCall(endpoint.name as ManagementCall, text)
  }
  if (endpoint.signature === 'register') return verifyRegisterAgent(text)
  const call = familyCalls[endpoint.name]
  return call !== undefined && verifySubAccountCall(call, text, signer)
}
