import { endpoints } from '@aster/api'
import { createNonceSource } from '@aster/auth'
import { localWallet } from '@aster/auth/wallet'
import { ParameterError, Secret } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { createTestClient, testStartMs } from '../testing/create-test-client.ts'
import { answer } from '../testing/scripted-transport.ts'
import { approveAgent } from './approve-agent.ts'
import { createSubAccount } from './create-sub-account.ts'
import { deleteAgent } from './delete-agent.ts'
import { findAgentRisks } from './find-agent-risks.ts'
import { registerAndApproveAgent } from './register-and-approve-agent.ts'
import { updateAgent } from './update-agent.ts'

const masterKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
const childKey = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d'
const master = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const agentAddress = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const expiresMs = testStartMs + 30 * 86_400_000
const tail = `asterChain=Mainnet&user=${master}&nonce=\\d+&signature=0x[0-9a-f]{130}&signatureChainId=56$`

function createCase() {
  const test = createTestClient(() => answer({ code: 200, msg: 'success' }), { version: 'none' })
  const nonces = createNonceSource({ clock: test.clock })
  const authority = { wallet: localWallet({ privateKey: new Secret(masterKey) }), nonces, network: 'mainnet' as const }
  return { ...test, authority }
}

describe('agents', () => {
  it('may trade perpetuals and nothing else by default', async () => {
    const { client, authority, transport } = createCase()
    await approveAgent(client, authority, { agentName: 'maker', agentAddress, expiresMs })
    expect(transport.requests[0]?.body).toMatch(
      new RegExp(
        `^agentName=maker&agentAddress=${agentAddress}&ipWhitelist=&expired=${expiresMs}&canSpotTrade=false&canPerpTrade=true&canWithdraw=false&${tail}`,
      ),
    )
  })

  it('may not withdraw from anywhere', async () => {
    const { client, authority, transport } = createCase()
    const grant = { agentName: 'maker', agentAddress, expiresMs, canWithdraw: true }
    await expect(approveAgent(client, authority, grant)).rejects.toBeInstanceOf(ParameterError)
    await approveAgent(client, authority, { ...grant, ipAddresses: ['192.0.2.1', '192.0.2.2'] })
    expect(transport.requests[0]?.body).toContain('ipWhitelist=192.0.2.1%2C192.0.2.2&')
  })

  it('are changed and revoked by the main wallet', async () => {
    const { client, authority, transport } = createCase()
    await updateAgent(client, authority, { agentAddress })
    await deleteAgent(client, authority, { agentAddress })
    const [update, revoke] = transport.requests
    expect(update?.body).toMatch(
      new RegExp(
        `^agentAddress=${agentAddress}&ipWhitelist=&canSpotTrade=false&canPerpTrade=true&canWithdraw=false&${tail}`,
      ),
    )
    expect(revoke?.method).toBe('DELETE')
    expect(revoke?.body).toMatch(new RegExp(`^agentAddress=${agentAddress}&${tail}`))
  })

  it('are registered in the fixed order of that call, addresses separated by blanks', async () => {
    const { client, authority, transport } = createCase()
    await registerAndApproveAgent(client, authority, {
      agentName: 'm',
      agentAddress,
      expiresMs,
      ipAddresses: ['a', 'b'],
    })
    expect(transport.requests[0]?.body).toMatch(
      new RegExp(
        `^user=${master}&nonce=\\d+&agentName=m&agentAddress=${agentAddress}&expired=${expiresMs}&signatureChainId=56&canSpotTrade=false&canPerpTrade=true&canWithdraw=false&ipWhitelist=a%20b&signature=0x[0-9a-f]{130}$`,
      ),
    )
  })

  it('are not managed without the wallet', async () => {
    const { client } = createCase()
    await expect(client.call(endpoints.deleteAgent, { agentAddress })).rejects.toThrow(/wallet/)
  })
})

describe('sub-accounts', () => {
  it('are created with the signatures of child and master', async () => {
    const { client, authority, transport } = createCase()
    const family = { ...authority, childWallet: localWallet({ privateKey: new Secret(childKey) }), signer: master }
    await createSubAccount(client, family, { subSourceAddr: agentAddress, subAccountName: 'second' })
    expect(transport.requests[0]?.body).toMatch(
      new RegExp(
        `^subAccountName=second&subSourceAddr=${agentAddress}&nonce=\\d+&user=${master}&signer=${master}&childSignature=0x[0-9a-f]{130}&signature=0x[0-9a-f]{130}$`,
      ),
    )
  })
})

describe('findAgentRisks', () => {
  const agent = {
    agentAddress,
    agentName: 'maker',
    ipWhitelist: '192.0.2.1',
    expired: expiresMs,
    canSpotTrade: false,
    canPerpTrade: true,
    canWithdraw: false,
  }
  const risks = (fields: Partial<typeof agent>, address?: string) =>
    findAgentRisks([{ ...agent, ...fields }], testStartMs, address).map(({ risk }) => risk)

  it('is content with an agent that can only trade', () => {
    expect(risks({})).toEqual([])
  })

  it('warns about rights and expiry', () => {
    expect(risks({ canWithdraw: true })).toEqual(['canWithdraw'])
    expect(risks({ canWithdraw: true, ipWhitelist: '' })).toEqual(['withdrawsFromAnywhere'])
    expect(risks({ expired: testStartMs + 6 * 86_400_000 })).toEqual(['expiresSoon'])
    expect(risks({ expired: testStartMs - 1, canPerpTrade: false })).toEqual(['expired', 'cannotTrade'])
  })

  it('looks at one agent when asked, however its address is spelled', () => {
    expect(risks({ canWithdraw: true }, agentAddress.toLowerCase())).toEqual(['canWithdraw'])
    expect(risks({ canWithdraw: true }, master)).toEqual([])
  })
})
