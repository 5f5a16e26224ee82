import { type Random, createSeededRandom, ParameterError } from '@aster/core'

import type { AccountRegistry } from '../accounts/account-registry.ts'
import type { RawRequest, RawResponse, RequestHandler } from '../http/raw-request.ts'
import type { Routes } from '../http/routes.ts'
import { createAddressHolds, type HoldReport } from './address-holds.ts'
import { type ArmedRule, type RuleReport, armRule } from './armed-rule.ts'
import type { Carry } from './carry.ts'
import { checkIncidentSymbols } from './check-incident-symbols.ts'
import type { IncidentReport, Incidents } from './create-incidents.ts'
import type { StreamFaults, StreamRuleReport } from './create-stream-faults.ts'
import { answerFaultAdmin, isFaultAdmin } from './fault-admin.ts'
import { answerError } from './fault-answers.ts'
import { type FaultScript, type FaultScriptInput, parseFaultScript } from './fault-script.ts'
import type { IncidentStage } from './incident-stage.ts'
import { createOrderAges } from './order-ages.ts'
import type { Outage } from './outage.ts'
import { createPendingWork } from './pending-work.ts'
import { performFault } from './perform-fault.ts'
import { readRequestFacts } from './request-facts.ts'
import type { SteppedClock } from './stepped-clock.ts'

/** What `GET /simulator/faults` answers. */
export interface FaultReport {
  readonly rules: readonly RuleReport[]
  readonly streams: readonly StreamRuleReport[]
  readonly incidents: readonly IncidentReport[]
  /** Answers held up and requests still to be delivered. */
  readonly pending: number
  /** Bans, and times in which an address was told to wait: the latest hundred, oldest first. */
  readonly holds: readonly HoldReport[]
  /** How far the exchange's clock is from where it was. */
  readonly clockStepMs: number
  /** Whether connections are refused just now. */
  readonly outage: boolean
  /** Whether the exchange is closed for maintenance. */
  readonly maintenance: boolean
  /** Symbols whose trading is halted. */
  readonly halted: readonly string[]
}

/** The faults of an exchange, as its owner sees them. */
export interface Faults {
  /**
   * Puts a script in the place of the one that runs.
   *
   * @throws {ParameterError} It does not fit; the one that runs stays.
   */
  load(script: FaultScriptInput): void
  /**
   * Adds a script to what runs, whose rules are tried first. What lasts goes on; rules that will never fire again are dropped.
   *
   * @throws {ParameterError} It does not fit, or more than 200 would run; what runs stays as it is.
   */
  add(script: FaultScriptInput): void
  /** Ends the script, bans, outages, maintenance, halts and silences, and sets the clock right. What is under way still arrives. */
  clear(): void
  report(): FaultReport
}

export interface FaultLayer extends Faults {
  /** The way of every request, between the connection and the engine. */
  readonly carry: Carry
  /** Whether connections are refused just now. */
  readonly isOut: () => boolean
  readonly watchOutage: (listener: (isOut: boolean) => void) => () => void
  /** Forgets what is under way. */
  stop(): void
}

/** A rule fired on a request, for the event log. */
export interface FaultRecord {
  readonly rule: string
  readonly action: string
  readonly method: string
  readonly path: string
}

export interface FaultLayerParts {
  readonly handle: RequestHandler
  readonly routes: Routes
  readonly registry: AccountRegistry
  readonly clock: SteppedClock
  readonly random: Random
  readonly outage: Outage
  readonly streams: StreamFaults
  readonly incidents: Incidents
  readonly stage: IncidentStage
  /** What is traded. */
  readonly symbols: readonly string[]
  readonly onFired: (record: FaultRecord) => void
}

interface RunningScript {
  readonly rules: readonly ArmedRule[]
  readonly tracksOrders: boolean
}

/** Scripts that are added piece by piece stay this small. */
const mostAdded = 200

const closedForMaintenance = answerError({ code: -1016, status: 503 })

/**
 * The layer between connections and the request handler in which things go wrong by script. Without a script requests
 * pass straight through. Sockets and the in-memory transport go the same way.
 */
export function createFaultLayer(parts: FaultLayerParts): FaultLayer {
  const { handle, routes, registry, clock, random, outage, streams, incidents, stage } = parts
  const pending = createPendingWork(clock)
  const holds = createAddressHolds(clock)
  const ages = createOrderAges(clock)
  let running: RunningScript | undefined
  let additions = 0

  const clear = () => {
    running = undefined
    streams.clear()
    incidents.clear()
    stage.end()
    holds.releaseAll()
    outage.end()
    clock.reset()
  }

  const parse = (input: FaultScriptInput): FaultScript => {
    const script = parseFaultScript(input)
    checkIncidentSymbols(script.incidents, parts.symbols)
    return script
  }
  const start = (script: FaultScript, usualChance: Random): void => {
    const chance = script.seed === undefined ? usualChance : createSeededRandom(script.seed)
    const loadedAtMs = clock.monotonicMs()
    const elapsedMs = () => clock.monotonicMs() - loadedAtMs
    const added = script.rules.map((rule, index) => armRule(rule, chance.fork(`rule/${index}`), elapsedMs))
    const rules = [...added, ...(running?.rules ?? []).filter((rule) => !rule.report().isSpent)]
    running = { rules, tracksOrders: rules.some(({ action }) => action.kind === 'lagReads') }
    streams.add(script.streams, chance)
    incidents.add(script.incidents, chance)
  }
  const isRunning = ({ isSpent }: { readonly isSpent: boolean }) => !isSpent

  const faults: Faults = {
    load(input) {
      const script = parse(input)
      clear()
      start(script, random)
    },
    add(input) {
      const script = parse(input)
      const { rules, streams: streamRules, incidents: events } = faults.report()
      const left = [...rules, ...streamRules, ...events].filter(isRunning).length
      const count = left + script.rules.length + script.streams.length + script.incidents.length
      if (count > mostAdded) {
        const message = `would be more than ${mostAdded} with those that run`
        throw new ParameterError('faults', [{ field: 'script', rule: 'tooMany', value: String(count), message }])
      }
      additions += 1
      start(script, random.fork(`added/${additions}`))
    },
    clear,
    report: () => ({
      rules: running?.rules.map((rule) => rule.report()) ?? [],
      streams: streams.report(),
      incidents: incidents.report(),
      pending: pending.count,
      holds: holds.report(),
      clockStepMs: clock.stepMs,
      outage: outage.isOut,
      maintenance: stage.isInMaintenance,
      halted: stage.halted,
    }),
  }

  const carryByScript = (script: RunningScript, request: RawRequest, link: Parameters<Carry>[1]): void => {
    const facts = readRequestFacts(request, routes, registry)
    const { endpoint } = facts
    let lagMs = 0
    const carryOut = (late: RawRequest): RawResponse => {
      const response = handle(late)
      if (script.tracksOrders) ages.note(endpoint, response)
      return lagMs === 0 ? response : ages.hideYoung(endpoint, response, lagMs)
    }
    for (const rule of script.rules) {
      if (!rule.fires(facts)) continue
      const { action } = rule
      parts.onFired({ rule: rule.name, action: action.kind, method: request.method, path: request.path })
      if (action.kind === 'clockStep') clock.step(action.byMs)
      else if (action.kind === 'lagReads') lagMs = Math.max(lagMs, action.lagMs)
      else return performFault(action, request, link, { clock, random: rule.random, pending, holds, outage, carryOut })
    }
    link.answer(carryOut(request))
  }

  return {
    ...faults,
    carry(request, link) {
      if (isFaultAdmin(request)) return link.answer(answerFaultAdmin(request, faults))
      if (stage.isInMaintenance && !request.path.startsWith('/simulator/')) return link.answer(closedForMaintenance)
      const held = holds.findAnswer(request.remoteAddress)
      if (held !== undefined) return link.answer(held)
      if (running === undefined) return link.answer(handle(request))
      carryByScript(running, request, link)
    },
    isOut: () => outage.isOut,
    watchOutage: (listener) => outage.watch(listener),
    stop() {
      pending.cancelAll()
      outage.end()
    },
  }
}
