import type { Clock, Random } from '@aster/core'

import type { Connection } from '../streams/connection.ts'
import { pickMs } from './duration.ts'
import { createEventLane, type EventLane } from './event-lane.ts'
import { fitsStream, readStreamFacts, type StreamFacts } from './stream-facts.ts'
import type { StreamFaultAction, StreamFaultRule } from './stream-fault.ts'
import { createTurns, type Turns } from './turns.ts'

/** What a stream rule has done so far. */
export interface StreamRuleReport {
  readonly name: string
  readonly kind: StreamFaultAction['kind']
  /** Events that fitted, before `nth` and chance. */
  readonly matched: number
  readonly fired: number
  /** It never fires again. */
  readonly isSpent: boolean
}

/** A stream rule fired, for the event log. User streams go by their account. */
export interface StreamFaultRecord {
  readonly rule: string
  readonly action: string
  readonly stream: string
  readonly event: string
}

export interface StreamFaultParts {
  readonly clock: Pick<Clock, 'schedule' | 'monotonicMs'>
  /** The names of the account whose listen key this is. */
  readonly nameOwner: (stream: string) => readonly string[] | undefined
  readonly deliver: (stream: string, payload: string) => void
  readonly listenersOf: (stream: string) => readonly Connection[]
  readonly onFired: (record: StreamFaultRecord) => void
}

/** Stands between what is published and those who listen. */
export interface StreamFaults {
  /** Sends an event to its listeners, as the rules will have it. */
  publish(stream: string, makePayload: () => string): void
  /** Puts rules before those that are there. */
  add(rules: readonly StreamFaultRule[], random: Random): void
  /** Ends the rules. What is held up still goes out. */
  clear(): void
  report(): readonly StreamRuleReport[]
}

interface ArmedStreamRule {
  readonly rule: StreamFaultRule
  readonly name: string
  readonly random: Random
  readonly turns: Turns
  readonly loadedAtMs: number
}

export function createStreamFaults(parts: StreamFaultParts): StreamFaults {
  const { clock, deliver } = parts
  const lanes = new Map<string, EventLane>()
  let rules: readonly ArmedStreamRule[] = []

  const laneOf = (stream: string): EventLane => {
    const known = lanes.get(stream)
    if (known !== undefined) return known
    const lane = createEventLane(clock, (payload) => deliver(stream, payload))
    lanes.set(stream, lane)
    return lane
  }

  const ageOf = ({ loadedAtMs }: ArmedStreamRule): number => clock.monotonicMs() - loadedAtMs
  const isSpent = (one: ArmedStreamRule): boolean =>
    one.turns.isSpent || ageOf(one) >= (one.rule.match.untilMs ?? Infinity)
  const findRule = (facts: StreamFacts): ArmedStreamRule | undefined =>
    rules.find((one) => one.turns.isLeft && fitsStream(one.rule.match, facts, ageOf(one)) && one.turns.take())

  const perform = (action: StreamFaultAction, stream: string, payload: string, random: Random): void => {
    const lane = laneOf(stream)
    switch (action.kind) {
      case 'dropEvent':
        return
      case 'duplicateEvent':
        lane.send(payload)
        for (let copy = 0; copy < action.copies; copy++) {
          const ms = pickMs(action.afterMs, random)
          if (ms === 0) lane.send(payload)
          else lane.sendLater(payload, ms)
        }
        return
      case 'delayEvent': {
        const ms = pickMs(action.ms, random)
        return action.keepOrder ? lane.delay(payload, ms) : lane.sendLater(payload, ms)
      }
      case 'reorderEvent':
        return lane.sendBehind(payload, action.behind, pickMs(action.withinMs, random))
      case 'breakChain':
        return lane.send(payload.replace(/"pu":(\d+)/, (_, pu: string) => `"pu":${Number(pu) - action.by}`))
      case 'disconnect':
        for (const connection of parts.listenersOf(stream)) connection.cut()
        return
      case 'muteSocket': {
        const forMs = action.forMs === undefined ? Infinity : pickMs(action.forMs, random)
        for (const connection of parts.listenersOf(stream)) connection.mute(forMs, action.pings === 'answered')
      }
    }
  }

  return {
    publish(stream, makePayload) {
      const payload = makePayload()
      if (rules.length === 0) {
        const lane = lanes.get(stream)
        return lane === undefined ? deliver(stream, payload) : lane.send(payload)
      }
      const facts = readStreamFacts(stream, payload, parts.nameOwner)
      const fired = findRule(facts)
      if (fired === undefined) return laneOf(stream).send(payload)
      const { action } = fired.rule
      const shown = facts.accountNames === undefined ? stream : `account ${facts.accountNames[0]}`
      parts.onFired({ rule: fired.name, action: action.kind, stream: shown, event: facts.event })
      perform(action, stream, payload, fired.random)
    },
    add(wanted, random) {
      const loadedAtMs = clock.monotonicMs()
      const added = wanted.map((rule, index) => {
        const chance = random.fork(`stream/${index}`)
        const turns = createTurns({ ...rule.match, times: rule.times }, chance.fork('chance'))
        return { rule, name: rule.name ?? rule.action.kind, random: chance.fork('action'), turns, loadedAtMs }
      })
      rules = [...added, ...rules.filter((one) => !isSpent(one))]
    },
    clear() {
      rules = []
    },
    report: () =>
      rules.map((one) => ({
        name: one.name,
        kind: one.rule.action.kind,
        matched: one.turns.matched,
        fired: one.turns.fired,
        isSpent: isSpent(one),
      })),
  }
}
