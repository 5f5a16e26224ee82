import type { Clock, Random } from '@aster/core'

import type { RawRequest, RawResponse } from '../http/raw-request.ts'
import type { AddressHolds } from './address-holds.ts'
import type { Link } from './carry.ts'
import { type Duration, pickMs } from './duration.ts'
import type { FaultAction } from './fault-action.ts'
import {
  answerBanned,
  answerEmpty,
  answerError,
  answerHtml,
  answerTooMany,
  relabel,
  truncate,
} from './fault-answers.ts'
import type { Outage } from './outage.ts'
import type { PendingWork } from './pending-work.ts'

/** The actions that end a request's way through the rules. */
export type EndingAction = Exclude<FaultAction, { kind: 'clockStep' | 'lagReads' }>

export interface FaultStage {
  readonly clock: Pick<Clock, 'now'>
  readonly random: Random
  readonly pending: PendingWork
  readonly holds: AddressHolds
  readonly outage: Outage
  /** Lets the engine have the request, as if nothing were wrong. */
  readonly carryOut: (request: RawRequest) => RawResponse
}

/** Does to one request what a rule wants. */
export function performFault(action: EndingAction, request: RawRequest, link: Link, stage: FaultStage): void {
  const { pending, holds, carryOut } = stage
  const pick = (duration: Duration) => pickMs(duration, stage.random)
  const address = request.remoteAddress

  switch (action.kind) {
    case 'acceptThenError':
      carryOut(request)
      return link.answer(answerError(action))
    case 'errorBeforeAccept':
      return link.answer(answerError(action))
    case 'acceptThenDrop':
      carryOut(request)
      return link.drop()
    case 'dropBeforeAccept':
      return link.drop()
    case 'delay': {
      const delayMs = pick(action.ms)
      if (action.where === 'request') return pending.later(delayMs, () => link.answer(carryOut(request)))
      const answer = carryOut(request)
      return pending.later(delayMs, () => link.answer(answer))
    }
    case 'deliverLate': {
      const afterMs = pick(action.afterMs)
      const deliver = () => pending.later(afterMs, () => carryOut(request))
      if (action.ending === 'silence') return link.onGone(deliver)
      deliver()
      return action.ending === 'drop' ? link.drop() : link.answer(answerError(action))
    }
    case 'html':
      if (action.accepted) carryOut(request)
      return link.answer(answerHtml(action.status, action.contentType))
    case 'truncatedJson':
      return link.answer(truncate(carryOut(request), action.keep))
    case 'emptyBody':
      if (action.accepted) carryOut(request)
      return link.answer(answerEmpty(action.status))
    case 'wrongContentType':
      return link.answer(relabel(carryOut(request), action.contentType))
    case 'tooManyRequests': {
      const { code, forMs, retryAfterSeconds } = action
      const asksSeconds = (leftMs: number) => retryAfterSeconds && Math.max(retryAfterSeconds, toSeconds(leftMs))
      holds.hold(address, 'tooManyRequests', forMs, (leftMs) => answerTooMany(code, asksSeconds(leftMs)))
      return link.answer(answerTooMany(code, asksSeconds(forMs)))
    }
    case 'ban': {
      const { forMs, retryAfter } = action
      const untilMs = stage.clock.now() + forMs
      const answer = (leftMs: number) => answerBanned(address, untilMs, retryAfter ? toSeconds(leftMs) : undefined)
      holds.hold(address, 'ban', forMs, answer)
      return link.answer(answer(forMs))
    }
    case 'refuseConnections':
      link.drop()
      return stage.outage.begin(action.forMs)
  }
}

const toSeconds = (ms: number): number => Math.ceil(ms / 1_000)
