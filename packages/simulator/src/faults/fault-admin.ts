import { ParameterError } from '@aster/core'

import { isLoopback } from '../http/is-loopback.ts'
import type { RawRequest, RawResponse } from '../http/raw-request.ts'
import type { Faults } from './create-fault-layer.ts'
import type { FaultScriptInput } from './fault-script.ts'

const path = '/simulator/faults'

/** Whether the request is for us, and not for the exchange. No fault touches it. */
export const isFaultAdmin = (request: RawRequest): boolean => request.path === path

/**
 * `POST /simulator/faults` loads a script from its JSON body, `PATCH` adds one to what runs, `GET` answers what it has done,
 * `DELETE` ends it. Only callers of this machine may: who can load faults can ruin the trading of everybody else.
 */
export function answerFaultAdmin(request: RawRequest, faults: Faults): RawResponse {
  if (!isLoopback(request.remoteAddress)) return answer(403, { msg: 'Only from this machine.' })
  switch (request.method) {
    case 'POST':
      return take(request.body, faults, 'load')
    case 'PATCH':
      return take(request.body, faults, 'add')
    case 'DELETE':
      faults.clear()
      return answer(200, faults.report())
    case 'GET':
      return answer(200, faults.report())
    default:
      return answer(405, { msg: 'GET, POST, PATCH or DELETE.' }, { allow: 'GET, POST, PATCH, DELETE' })
  }
}

function take(body: string, faults: Faults, how: 'load' | 'add'): RawResponse {
  let script: unknown
  try {
    script = JSON.parse(body)
  } catch {
    return answer(400, { msg: 'The body is not JSON.' })
  }
  try {
    faults[how](script as FaultScriptInput)
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error
    return answer(400, { msg: error.message, violations: error.violations })
  }
  return answer(200, faults.report())
}

const answer = (status: number, content: unknown, headers: Readonly<Record<string, string>> = {}): RawResponse => ({
  status,
  headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
  body: JSON.stringify(content),
})
