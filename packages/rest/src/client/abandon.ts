import { TransportError } from '@aster/core'

import type { CallPlan } from '../request/plan-call.ts'

/** The error of a call that its caller gave up before anything of it was sent. */
export const abandon = ({ endpoint }: CallPlan, cause: unknown): TransportError =>
  new TransportError(endpoint.name, { reason: 'given up by the caller before it was sent' }, { cause })
