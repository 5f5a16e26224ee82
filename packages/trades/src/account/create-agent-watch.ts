import { type Clock, sleep } from '@aster/core'
import type { RestClient } from '@aster/rest'

import { AgentExpiresError } from './agent-expires-error.ts'

/** Knows until when the agent may sign. */
export interface AgentWatch {
  /** The exchange's time; undefined when it does not expire or nobody can tell, as with an API key. */
  readonly expiresMs: number | undefined
  /** Reads it; weight 1. A failure is reported, and what was known stays. */
  read(): Promise<void>
  /** @throws {AgentExpiresError} It expires before. */
  check(untilMs: number): void
}

const readEveryMs = 86_400_000
const warnBeforeMs = 7 * 86_400_000

export function createAgentWatch(parts: {
  readonly name: string
  readonly rest: RestClient
  readonly clock: Clock
  readonly exchangeNow: () => number
  readonly signal: AbortSignal
  readonly report: (what: 'agentExpires' | 'agentUnread', detail: string) => void
}): AgentWatch & { start(): Promise<void> } {
  const { name, rest, clock, exchangeNow, signal, report } = parts
  let expiresMs: number | undefined

  const read = async () => {
    if (rest.apiVersion !== 'v3' || rest.signer === undefined) return
    const address = rest.signer.address.toLowerCase()
    try {
      const agents = await rest.agent.getAgents({}, { signal })
      const found = agents.find(({ agentAddress }) => agentAddress.toLowerCase() === address)
      expiresMs = found === undefined || found.expired <= 0 ? undefined : found.expired
    } catch (error) {
      if (!signal.aborted) report('agentUnread', `Its expiry could not be read: ${String(error)}`)
      return
    }
    if (expiresMs !== undefined && expiresMs - exchangeNow() < warnBeforeMs) {
      report('agentExpires', `The agent expires at ${new Date(expiresMs).toISOString()}`)
    }
  }
  const keepReading = async () => {
    while (!signal.aborted) {
      await sleep(clock, readEveryMs, signal).catch(() => undefined)
      if (!signal.aborted) await read()
    }
  }
  return {
    get expiresMs() {
      return expiresMs
    },
    read,
    check(untilMs) {
      if (expiresMs !== undefined && expiresMs < untilMs) throw new AgentExpiresError(name, expiresMs, untilMs)
    },
    async start() {
      await read()
      void keepReading()
    },
  }
}
