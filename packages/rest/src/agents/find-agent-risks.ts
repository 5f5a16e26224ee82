import type { agentsEndpoint, ResultOf } from '@aster/api'

export type Agent = ResultOf<typeof agentsEndpoint>[number]

/** Something about an agent that its owner should know. */
export interface AgentRisk {
  readonly agentAddress: string
  readonly risk: 'canWithdraw' | 'withdrawsFromAnywhere' | 'expired' | 'expiresSoon' | 'cannotTrade'
  readonly message: string
}

const weekMs = 7 * 86_400_000
const dayMs = 86_400_000

/**
 * What to warn about: a key that can withdraw, one that does so from anywhere, one that has ended or ends within a week,
 * one that cannot trade. Ask `getAgents` at the start and once a day.
 *
 * @param address - The agent in question; all when absent.
 */
export function findAgentRisks(agents: readonly Agent[], nowMs: number, address?: string): readonly AgentRisk[] {
  const wanted = address?.toLowerCase()
  return agents
    .filter(({ agentAddress }) => wanted === undefined || agentAddress.toLowerCase() === wanted)
    .flatMap((agent) => judgeAgent(agent, nowMs))
}

function judgeAgent(agent: Agent, nowMs: number): readonly AgentRisk[] {
  const { agentAddress, agentName, expired, canWithdraw, canPerpTrade, ipWhitelist } = agent
  const risks: AgentRisk[] = []
  const add = (risk: AgentRisk['risk'], message: string) =>
    risks.push({ agentAddress, risk, message: `agent ${agentName} ${message}` })
  if (canWithdraw) {
    const isOpen = ipWhitelist === undefined || ipWhitelist === null || ipWhitelist.trim() === ''
    if (isOpen) add('withdrawsFromAnywhere', 'can withdraw, from any address: revoke it')
    else add('canWithdraw', 'can withdraw: a trading program never needs that')
  }
  const leftMs = expired - nowMs
  if (leftMs <= 0) add('expired', 'has expired')
  else if (leftMs < weekMs) add('expiresSoon', `expires in ${Math.ceil(leftMs / dayMs)} days`)
  if (!canPerpTrade) add('cannotTrade', 'may not trade perpetuals')
  return risks
}
