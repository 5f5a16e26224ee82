import { checksumAddress } from '@aster/auth'
import type { Clock } from '@aster/core'

import type { AccountRegistry, Agent } from '../accounts/account-registry.ts'
import { readIpList } from '../accounts/ip-list.ts'
import { noAgent, readAddress } from '../accounts/v3-proof.ts'
import { refuse } from '../http/api-refusal.ts'
import { type AccountCall, type Handlers, forAccount } from '../http/handler.ts'
import { type Params, readBoolean, readDecimal, readInteger, readText } from '../http/read-params.ts'
import { success } from './answers.ts'

export interface AgentHandlerParts {
  readonly clock: Clock
  readonly registry: AccountRegistry
}

/** The keys that may sign for an account: who they are, what they may do, until when and from where. */
export function createAgentHandlers({ clock, registry }: AgentHandlerParts): Handlers {
  const agentsOf = (accountId: string) => registry.get(accountId)?.agents

  const approve = ({ caller, params }: AccountCall) => {
    const expiresMs = readInteger(params, 'expired')
    if (expiresMs <= clock.now()) throw refuseValue('expired')
    const agent = { name: readText(params, 'agentName'), expiresMs, ...readRights(params) }
    registry.putAgent(caller.accountId, { address: readAgentAddress(params), ...agent })
    if (params['builder'] !== undefined) putBuilder(registry, caller.accountId, params, clock.now())
    return success
  }

  return {
    approveAgent: forAccount(approve),
    registerAndApproveAgent: forAccount(approve),
    updateAgent: forAccount(({ caller, params }) => {
      const known = agentsOf(caller.accountId)?.get(readAgentAddress(params).toLowerCase())
      if (known === undefined) throw noAgent()
      registry.putAgent(caller.accountId, { ...known, ...readRights(params) })
      return success
    }),
    deleteAgent: forAccount(({ caller, params }) => {
      if (!registry.removeAgent(caller.accountId, readAgentAddress(params))) throw noAgent()
      return success
    }),
    getAgents: forAccount(({ caller }) => [...(agentsOf(caller.accountId)?.values() ?? [])].map(toAgentJson)),
    approveBuilder: forAccount(({ caller, params }) => {
      putBuilder(registry, caller.accountId, params, clock.now())
      return success
    }),
    updateBuilder: forAccount(({ caller, params }) => {
      const address = readBuilderAddress(params)
      const known = registry.get(caller.accountId)?.builders.get(address.toLowerCase())
      if (known === undefined) throw refuse(-5053)
      registry.putBuilder(caller.accountId, { ...known, maxFeeRate: readRate(params) })
      return success
    }),
    deleteBuilder: forAccount(({ caller, params }) => {
      if (!registry.removeBuilder(caller.accountId, readBuilderAddress(params))) throw refuse(-5053)
      return success
    }),
    getBuilders: forAccount(({ caller }) => {
      const account = registry.get(caller.accountId)
      return [...(account?.builders.values() ?? [])].map(({ address, name, maxFeeRate }) => ({
        userAddress: account?.user ?? '',
        builderAddress: address,
        maxFeeRate,
        builderName: name,
      }))
    }),
  }
}

/** Without a list of addresses there is no right to withdraw: whoever found the key could empty the account. */
function readRights(params: Params): Pick<Agent, 'canSpotTrade' | 'canPerpTrade' | 'canWithdraw' | 'ipWhitelist'> {
  const ipWhitelist = readIpList(params['ipWhitelist'] ?? '')
  const canWithdraw = readBoolean(params, 'canWithdraw')
  if (ipWhitelist === undefined || (canWithdraw && ipWhitelist.length === 0)) throw refuseValue('ipWhitelist')
  return {
    canSpotTrade: readBoolean(params, 'canSpotTrade'),
    canPerpTrade: readBoolean(params, 'canPerpTrade'),
    canWithdraw,
    ipWhitelist,
  }
}

function putBuilder(registry: AccountRegistry, accountId: string, params: Params, approvedMs: number): void {
  registry.putBuilder(accountId, {
    address: readBuilderAddress(params),
    name: params['builderName'] ?? '',
    maxFeeRate: readRate(params),
    approvedMs,
  })
}

function readRate(params: Params): string {
  const rate = readDecimal(params, 'maxFeeRate')
  if (Number(rate) < 0 || Number(rate) >= 1) throw refuseValue('maxFeeRate')
  return rate
}

const readAgentAddress = (params: Params): string => readMandatoryAddress(params, 'agentAddress')
const readBuilderAddress = (params: Params): string => readMandatoryAddress(params, 'builder')

function readMandatoryAddress(params: Params, name: string): string {
  const address = readAddress({ [name]: readText(params, name) }, name)
  return checksumAddress(address ?? '')
}

const refuseValue = (name: string) => refuse(-1130, `Data sent for parameter '${name}' is not valid.`)

const toAgentJson = (agent: Agent) => ({
  agentAddress: agent.address,
  agentName: agent.name,
  ipWhitelist: agent.ipWhitelist.join(','),
  expired: agent.expiresMs,
  source: 'api',
  canRead: true,
  canSpotTrade: agent.canSpotTrade,
  canPerpTrade: agent.canPerpTrade,
  canWithdraw: agent.canWithdraw,
})
