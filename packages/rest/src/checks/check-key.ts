import { agentsEndpoint, balanceEndpoint } from '@aster/api'

import { findAgentRisks } from '../agents/find-agent-risks.ts'
import type { RestClient } from '../client/rest-client.ts'
import { defineCheck, failed, fine, type RestCheck, warning } from './check-result.ts'

type Asker = Pick<RestClient, 'call' | 'clock' | 'apiVersion' | 'signer'>

/**
 * Whether the key works, and with V3 whether its agent is approved, until when, and what it may do. Weight 1 (V3), 5
 * (V1).
 */
export const checkKey = (client: Asker): RestCheck =>
  defineCheck('key', async (signal) => {
    const { signer } = client
    if (client.apiVersion === 'v1' || signer === undefined) {
      await client.call(balanceEndpoint, {}, { signal })
      return fine('the API key is accepted')
    }
    const agents = await client.call(agentsEndpoint, {}, { signal })
    const wanted = signer.address.toLowerCase()
    const agent = agents.find(({ agentAddress }) => agentAddress.toLowerCase() === wanted)
    if (agent === undefined) {
      return failed(`agent ${signer.address} is not among the approved ones`, 'approve it, or take the key of another')
    }
    const nowMs = client.clock.now()
    const risks = findAgentRisks([agent], nowMs)
    const has = (name: (typeof risks)[number]['risk']) => risks.some(({ risk }) => risk === name)
    const detail = risks.map(({ message }) => message).join('; ')
    if (has('expired')) return failed(detail, 'approve a new agent')
    if (has('cannotTrade')) return failed(detail, 'give it the right to trade perpetuals')
    if (has('withdrawsFromAnywhere') || has('canWithdraw')) {
      return warning(
        `THIS KEY CAN WITHDRAW: ${detail}`,
        'take that right away at once: whoever gets the key gets the money, and trading never needs it',
      )
    }
    if (has('expiresSoon')) return warning(detail, 'rotate it before it ends')
    const days = Math.floor((agent.expired - nowMs) / 86_400_000)
    return fine(`agent ${agent.agentName} is approved for ${days} days more, and cannot withdraw`)
  })
