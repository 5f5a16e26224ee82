import { decideError, exchangeInfoEndpoint } from '@aster/api'
import {
  AsterError,
  type Clock,
  createService,
  ParameterError,
  parseSymbolRules,
  RejectedError,
  type Service,
  sleep,
  type SymbolRules,
} from '@aster/core'

import type { RestClient } from '../client/rest-client.ts'
import { refuseCall } from '../request/violations.ts'
import { compareRules, type RulesChange } from './compare-rules.ts'

export interface SymbolRulesCacheOptions {
  readonly client: Pick<RestClient, 'call'>
  readonly clock: Clock
  /** Older rules are not used for orders; six hours by default. They are loaded four times as often. */
  readonly maxAgeMs?: number | undefined
  /** A symbol was listed or delisted, or its rules have changed. Not called for the first list. */
  readonly onChange?: ((change: RulesChange) => void) | undefined
  /** The list could not be loaded, or the entry of one symbol not be read. */
  readonly onProblem?: ((error: AsterError) => void) | undefined
}

/** The rules of every symbol, kept fresh while the service runs. */
export interface SymbolRulesCache extends Service {
  /**
   * The rules of a symbol, for an order.
   *
   * @throws {ParameterError} There is no such symbol, or the rules are too old.
   */
  get(symbol: string): SymbolRules
  /** The last known rules whatever their age, for a way out of a position; undefined for unknown symbols. */
  find(symbol: string): SymbolRules | undefined
  /** Every known symbol. */
  readonly symbols: readonly string[]
  /** Since the list was asked for; infinite before the first one. */
  readonly ageMs: number
  /**
   * Loads the list now. Calls at the same time share one request. Weight 1.
   *
   * @throws {TransportError} No valid answer came.
   * @throws {RateLimitError} A budget is spent.
   */
  refresh(): Promise<void>
  /**
   * To be told what an order was refused with. Loads the list when the code says that our rules are wrong, at most once
   * a second. Never rejects.
   *
   * @returns Whether the rules are fresher than the refusal, so that the order may be made anew.
   */
  refreshAfter(error: unknown): Promise<boolean>
}

const defaultMaxAgeMs = 6 * 3_600_000
const retryEveryMs = 10_000
const smallestGapMs = 1_000
/** An unknown or a closed symbol: the list has changed, not a filter. */
const symbolCodes = new Set([-1121, -4140, -4141])

const isAboutRules = (error: unknown): boolean =>
  error instanceof RejectedError &&
  (symbolCodes.has(error.code) || decideError(error.code, error.reason) === 'refreshSymbolRules')

/**
 * Keeps the rules of all symbols. They change without notice: load them before the first order (`refresh`), let the
 * service load them again, and tell `refreshAfter` about every refusal.
 *
 * @example
 * const rules = createSymbolRulesCache({ client, clock, onChange: (change) => print(change) })
 * await rules.refresh()
 * void rules.start()
 * const price = roundOrderPrice(rules.get('BTCUSDT'), wanted, 'BUY', 'entry')
 */
export function createSymbolRulesCache(options: SymbolRulesCacheOptions): SymbolRulesCache {
  const { client, clock, maxAgeMs = defaultMaxAgeMs } = options
  let known: ReadonlyMap<string, SymbolRules> | undefined
  let loadedAtMs = Number.NEGATIVE_INFINITY
  let running: Promise<void> | undefined

  const ageMs = () => clock.monotonicMs() - loadedAtMs
  const report = (error: unknown) => {
    if (!(error instanceof AsterError)) throw error
    notify(options.onProblem, error)
  }

  const load = async (signal?: AbortSignal) => {
    const askedAtMs = clock.monotonicMs()
    const { symbols } = await client.call(exchangeInfoEndpoint, {}, { signal })
    const unreadable = new Set<string>()
    const next = new Map<string, SymbolRules>()
    for (const entry of symbols) {
      try {
        next.set(entry.symbol, parseSymbolRules(entry))
      } catch (error) {
        if (!(error instanceof ParameterError)) throw error
        unreadable.add(entry.symbol)
        notify(options.onProblem, error)
      }
    }
    const changes = known === undefined ? [] : compareRules(known, next, unreadable)
    known = next
    loadedAtMs = askedAtMs
    for (const change of changes) notify(options.onChange, change)
  }
  const refresh = (signal?: AbortSignal) => (running ??= load(signal).finally(() => (running = undefined)))

  const service = createService(async (signal) => {
    while (!signal.aborted) {
      let waitMs = Math.max(0, maxAgeMs / 4 - ageMs())
      if (waitMs === 0) {
        await refresh(signal).catch((error: unknown) => (signal.aborted ? undefined : report(error)))
        waitMs = ageMs() < maxAgeMs / 4 ? maxAgeMs / 4 - ageMs() : Math.min(retryEveryMs, maxAgeMs / 4)
      }
      await sleep(clock, waitMs, signal).catch(() => undefined)
    }
  })

  return {
    start: () => service.start(),
    stop: () => service.stop(),
    [Symbol.asyncDispose]: () => service.stop(),
    refresh: () => refresh(),
    async refreshAfter(error) {
      if (!isAboutRules(error)) return false
      const refusedAtMs = clock.monotonicMs()
      // a list that is just being loaded may have been asked for before the rules changed
      if (running !== undefined) await running.catch(() => undefined)
      if (loadedAtMs < refusedAtMs && ageMs() >= smallestGapMs) await refresh().catch(report)
      return loadedAtMs >= refusedAtMs
    },
    get(symbol) {
      if (ageMs() > maxAgeMs) {
        const age = known === undefined ? undefined : `${Math.round(ageMs())} ms`
        throw refuseCall('symbolRules', 'age', 'maxAge', age, `must be at most ${maxAgeMs} ms: load the rules again`)
      }
      const rules = known?.get(symbol)
      if (rules === undefined) throw refuseCall('symbolRules', 'symbol', 'symbol', symbol, 'is not listed')
      return rules
    },
    find: (symbol) => known?.get(symbol),
    get symbols() {
      return [...(known?.keys() ?? [])]
    },
    get ageMs() {
      return ageMs()
    },
  }
}

/** What a listener throws stays with the listener. */
function notify<T>(listener: ((value: T) => void) | undefined, value: T): void {
  try {
    listener?.(value)
  } catch {
    // the cache goes on
  }
}
