import type { Random } from '@aster/core'

import type { FaultAction } from './fault-action.ts'
import type { FaultMatch, FaultRule } from './fault-script.ts'
import type { RequestFacts } from './request-facts.ts'
import { createTurns } from './turns.ts'

/** What a rule has done so far. */
export interface RuleReport {
  readonly name: string
  readonly kind: FaultAction['kind']
  /** Requests that fitted, before `nth` and chance. */
  readonly matched: number
  readonly fired: number
  /** It never fires again. */
  readonly isSpent: boolean
}

/** A rule with its counts and its own stream of chance, so that rules do not disturb each other. */
export interface ArmedRule {
  readonly name: string
  readonly action: FaultAction
  readonly random: Random
  /** Counts the request and says whether the rule fires on it, so long after it was loaded. */
  fires(facts: RequestFacts): boolean
  report(): RuleReport
}

/** @param elapsedMs - How long ago the rule was loaded. */
export function armRule(rule: FaultRule, random: Random, elapsedMs: () => number): ArmedRule {
  const { name, match, action, times } = rule
  const ruleName = name ?? action.kind
  const turns = createTurns({ ...match, times }, random.fork('chance'))
  return {
    name: ruleName,
    action,
    random: random.fork('action'),
    fires: (facts) => turns.isLeft && fits(match, facts, elapsedMs()) && turns.take(),
    report: () => ({
      name: ruleName,
      kind: action.kind,
      matched: turns.matched,
      fired: turns.fired,
      isSpent: turns.isSpent || elapsedMs() >= (match.untilMs ?? Infinity),
    }),
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
