import type { Random } from '@aster/core'

import type { FaultAction } from './fault-action.ts'
import type { FaultMatch, FaultRule } from './fault-script.ts'
import type { RequestFacts } from './request-facts.ts'

/** What a rule has done so far. */
export interface RuleReport {
  readonly name: string
  readonly kind: FaultAction['kind']
  /** Requests that fitted, before `nth` and chance. */
  readonly matched: number
  readonly fired: number
}

/** A rule with its counts and its own stream of chance, so that rules do not disturb each other. */
export interface ArmedRule {
  readonly name: string
  readonly action: FaultAction
  readonly random: Random
  /** Counts the request and says whether the rule fires on it. */
  fires(facts: RequestFacts, elapsedMs: number): boolean
  report(): RuleReport
}

export function armRule({ name, match, action, times }: FaultRule, random: Random): ArmedRule {
  const ruleName = name ?? action.kind
  const turns = match.nth === undefined ? undefined : [match.nth].flat()
  const chance = random.fork('chance')
  let matched = 0
  let fired = 0
  return {
    name: ruleName,
    action,
    random: random.fork('action'),
    fires(facts, elapsedMs) {
      if (times !== undefined && fired >= times) return false
      if (!fits(match, facts, elapsedMs)) return false
      matched += 1
      if (turns !== undefined && !turns.includes(matched)) return false
      if (match.probability !== undefined && chance.next() >= match.probability) return false
      fired += 1
      return true
    },
    report: () => ({ name: ruleName, kind: action.kind, matched, fired }),
  }
}

function fits(
  match: FaultMatch,
  { request, endpoint, params, accountNames }: RequestFacts,
  elapsedMs: number,
): boolean {
  return (
    (match.method === undefined || match.method === request.method) &&
    (match.path === undefined || match.path === request.path) &&
    (match.endpoint === undefined || (endpoint !== undefined && [match.endpoint].flat().includes(endpoint.name))) &&
    (match.effect === undefined || match.effect === endpoint?.effect) &&
    (match.account === undefined || accountNames.includes(match.account.toLowerCase())) &&
    (match.afterMs === undefined || elapsedMs >= match.afterMs) &&
    (match.untilMs === undefined || elapsedMs < match.untilMs) &&
    Object.entries(match.params ?? {}).every(([name, value]) => params[name] === value)
  )
}
