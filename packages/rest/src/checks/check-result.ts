import { decideError } from '@aster/api'
import {
  AsterError,
  OutcomeUnknownError,
  ParameterError,
  RateLimitError,
  RejectedError,
  TransportError,
} from '@aster/core'

/** What one check found. */
export interface CheckResult {
  readonly name: string
  /** False when trading cannot work like this. A warning is still ok. */
  readonly ok: boolean
  readonly level: 'fine' | 'warning' | 'failed'
  /** What was found, a sentence with its numbers. */
  readonly detail: string
  /** What to do about it; absent when all is fine. */
  readonly hint?: string | undefined
}

/** One question about the connection or the account. */
export interface RestCheck {
  readonly name: string
  /** Never rejects, except with the reason of the signal. */
  run(signal?: AbortSignal): Promise<CheckResult>
}

export type Finding = Omit<CheckResult, 'name' | 'ok'>

export const fine = (detail: string): Finding => ({ level: 'fine', detail })
export const warning = (detail: string, hint: string): Finding => ({ level: 'warning', detail, hint })
export const failed = (detail: string, hint: string): Finding => ({ level: 'failed', detail, hint })

/** A check out of a question; errors become failures with a hint. */
export function defineCheck(name: string, ask: (signal: AbortSignal | undefined) => Promise<Finding>): RestCheck {
  return {
    name,
    async run(signal) {
      const finding = await ask(signal).catch((error: unknown) => {
        signal?.throwIfAborted()
        if (!(error instanceof AsterError)) throw error
        return failed(error.message, explainError(error))
      })
      return { name, ok: finding.level !== 'failed', ...finding }
    },
  }
}

function explainError(error: AsterError): string {
  if (error instanceof RejectedError) return explainRefusal(error)
  if (error instanceof RateLimitError) return `wait ${error.retryAfterMs} ms; something else on this address asks a lot`
  if (error instanceof ParameterError) return 'correct the call'
  if (error instanceof TransportError || error instanceof OutcomeUnknownError) {
    return 'check the network, the base URL and a proxy or firewall in between'
  }
  return 'measure the time (createTimeSync) and set the clock of this machine'
}

function explainRefusal({ code, reason }: RejectedError): string {
  if (reason.includes('No agent found'))
    return 'approve this agent on the website, or take the key of one that is approved'
  if (code === -2015)
    return 'the key is unknown, expired or not allowed from here; V1 keys are not given out any more: use V3'
  if (code === -5050) return 'the main wallet has to deposit once before its agents may call'
  if (code === -1022 || reason.includes('Signature check failed'))
    return 'check the key, the user address and the network'
  const decision = decideError(code, reason)
  if (decision === 'resync') return 'set the clock of this machine, or use createTimeSync'
  if (decision === 'fatalAuth') return 'check the key and its rights'
  return 'look the code up in the error catalogue of @aster/api'
}
