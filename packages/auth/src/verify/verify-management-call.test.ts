import { describe, expect, it } from 'vitest'

import { loadVectors } from '../testdata/load-vectors.ts'
import { verifyManagementCall } from './verify-management-call.ts'
import { verifyRegisterAgent } from './verify-register-agent.ts'

const { eip712Management, eip712Message } = loadVectors()
const approve = eip712Management.find(({ id }) => id === 'agent-approve')?.wire ?? ''
const register = eip712Message.find(({ id }) => id === 'v3-register-and-approve-agent')?.wire ?? ''

describe('verifyManagementCall', () => {
  it('takes booleans as Python prints them, and signatureChainId before the signature', () => {
    expect(
      verifyManagementCall('approveAgent', approve.replaceAll('=false', '=False').replaceAll('=true', '=True')),
    ).toBe(true)
    const moved = approve.replace('&signatureChainId=56', '').replace('&signature=', '&signatureChainId=56&signature=')
    expect(verifyManagementCall('approveAgent', moved)).toBe(true)
  })

  it.each([
    ['another name', 'agentName=bot1', 'agentName=bot2'],
    ['a right added', 'canWithdraw=false', 'canWithdraw=true'],
    ['another end', 'expired=1967945395040', 'expired=1967945395041'],
    ['an end that is no number', 'expired=1967945395040', 'expired=soon'],
    ['another chain', 'signatureChainId=56', 'signatureChainId=1666'],
    ['a chain that is no number', 'signatureChainId=56', 'signatureChainId=x'],
    ['no signature', '&signature=', '&signed='],
    ['another user', 'user=0xf3', 'user=0xf4'],
    ['another network', 'asterChain=Mainnet', 'asterChain=Testnet'],
  ])('refuses %s', (_, from, to) => {
    expect(approve).toContain(from)
    expect(verifyManagementCall('approveAgent', approve.replace(from, to))).toBe(false)
  })

  it('refuses the struct of another call', () => {
    expect(verifyManagementCall('updateAgent', approve)).toBe(false)
  })
})

describe('verifyRegisterAgent', () => {
  it('takes the text with and without an agent code, which is not signed', () => {
    expect(verifyRegisterAgent(register)).toBe(true)
    expect(verifyRegisterAgent(register.replace('&signature=', '&agentCode=abc&signature='))).toBe(true)
  })

  it('refuses a change, a missing user and a missing signature', () => {
    expect(verifyRegisterAgent(register.replace('canWithdraw=false', 'canWithdraw=true'))).toBe(false)
    expect(verifyRegisterAgent(register.replace('user=', 'owner='))).toBe(false)
    expect(verifyRegisterAgent('')).toBe(false)
  })
})
