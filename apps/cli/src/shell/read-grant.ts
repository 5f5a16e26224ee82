import { isIP } from 'node:net'

import type { AgentGrant } from '@aster/rest/agents'

import type { CliContext } from './command.ts'

const dayMs = 86_400_000

/** What a new agent may do: what the flags say, else what the one before it could, else the safe defaults. */
export function readGrant(
  { values, settings }: CliContext,
  facts: {
    /** Of the exchange. */
    readonly nowMs: number
    readonly before?: {
      readonly agentName?: string | null | undefined
      readonly ipWhitelist?: string | null | undefined
      readonly canSpotTrade?: boolean | undefined
    }
  },
): Omit<AgentGrant, 'agentAddress'> {
  const { before } = facts
  const inherited = (before?.ipWhitelist ?? '').split(',').filter((text) => text.trim() !== '')
  const ipAddresses = values.ipAddress.length > 0 ? values.ipAddress : inherited
  for (const address of values.ipAddress) {
    if (isIP(address) === 0) throw settings.refuse('ipAddress', 'must be addresses, such as 192.0.2.1')
  }
  if (values.canWithdraw && ipAddresses.length === 0) {
    throw settings.refuse('canWithdraw', 'needs --ip-address: whoever steals such a key takes the money')
  }
  return {
    agentName: values.agentName ?? before?.agentName ?? `aster-${values.account ?? 'default'}`,
    expiresMs: Math.floor(facts.nowMs + values.expiresDays * dayMs),
    ipAddresses,
    canSpotTrade: before?.canSpotTrade ?? false,
    // never taken over: who wants it says it each time
    canWithdraw: values.canWithdraw,
  }
}
