import { describe, expect, it } from 'vitest'

import { testKeys } from '../testing/test-keys.ts'
import { type Agent, createAccountRegistry } from './account-registry.ts'

const { master, agent, child } = testKeys
const spec = { usdt: '1', v3: { user: master.address, signers: [agent.address] } }

const agentOf = (address: string): Agent => ({
  address,
  name: 'maker',
  expiresMs: 1,
  canSpotTrade: false,
  canPerpTrade: true,
  canWithdraw: false,
  ipWhitelist: [],
})

describe('the registry of accounts', () => {
  it('does not bring a revoked agent back at the next start', () => {
    const registry = createAccountRegistry({ onOpen: () => undefined })
    const { accountId } = registry.open(spec)
    expect(registry.removeAgent(accountId, agent.address.toLowerCase())).toBe(true)
    registry.adopt(spec)
    expect(registry.findAgentAccount(agent.address)).toBeUndefined()
    registry.putAgent(accountId, agentOf(agent.address))
    registry.adopt(spec)
    expect(registry.get(accountId)?.agents.get(agent.address.toLowerCase())?.name).toBe('maker')
  })

  it('finds the account that approved an agent first, and the next one when that revokes it', () => {
    const registry = createAccountRegistry({ onOpen: () => undefined })
    const first = registry.open(spec)
    const second = registry.open({ usdt: '1', v3: { user: child.address, signers: [agent.address] } })
    expect(registry.findAgentAccount(agent.address)?.accountId).toBe(first.accountId)
    registry.removeAgent(first.accountId, agent.address)
    expect(registry.findAgentAccount(agent.address)?.accountId).toBe(second.accountId)
    registry.removeAgent(second.accountId, agent.address)
    expect(registry.findAgentAccount(agent.address)).toBeUndefined()
  })
})
