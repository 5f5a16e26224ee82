import type { Clock, Random, Timer } from '@aster/core'

import type { AccountRegistry } from '../accounts/account-registry.ts'
import type { Engine, ExchangeInfoEntry } from '../engine/types.ts'
import type { Connection } from '../streams/connection.ts'
import type { ListenKeys } from '../streams/listen-keys.ts'
import type { StreamHub } from '../streams/stream-hub.ts'
import { pickMs } from './duration.ts'
import type { IncidentAction } from './incident.ts'
import type { Outage } from './outage.ts'
import type { SteppedClock } from './stepped-clock.ts'

export interface IncidentStageParts {
  /** For time limits: its callbacks end with the exchange. */
  readonly timers: Pick<Clock, 'schedule'>
  readonly clock: SteppedClock
  readonly engine: Pick<Engine, 'getSymbol' | 'updateSymbol' | 'liquidateAccount'>
  readonly registry: AccountRegistry
  readonly listenKeys: ListenKeys
  readonly hub: StreamHub
  readonly outage: Outage
  /** An incident that the engine refuses: a symbol nobody trades, a grid that does not fit. */
  readonly onRefused: (error: unknown) => void
}

/** Where incidents take place: the exchange as a whole. */
export interface IncidentStage {
  perform(action: IncidentAction, random: Random): void
  /** Whether the exchange is closed for maintenance. */
  readonly isInMaintenance: boolean
  /** Symbols whose trading is halted. */
  readonly halted: readonly string[]
  /** Ends maintenance, halts and silences. */
  end(): void
}

type SocketChoice = Extract<IncidentAction, { kind: 'disconnect' | 'muteSocket' }>

export function createIncidentStage(parts: IncidentStageParts): IncidentStage {
  const { timers, clock, engine, registry, listenKeys, hub, outage } = parts
  /** Status before the halt, and what ends it. */
  const halts = new Map<string, { readonly status: string; readonly timer: Timer | undefined }>()
  let maintenance: Timer | undefined

  const findAccount = (name: string): string | undefined =>
    (registry.get(name) ?? registry.findUser(name) ?? registry.findAgentAccount(name))?.accountId

  const chooseAccounts = (name: string | undefined): readonly string[] => {
    if (name === undefined) return listenKeys.accountIds()
    const accountId = findAccount(name)
    return accountId === undefined ? [] : [accountId]
  }

  const chooseSockets = ({ sockets, account }: SocketChoice): Connection[] => {
    const wanted = account === undefined ? undefined : findAccount(account)
    return [...hub.connections].filter(({ names }) => {
      const owners = [...names].map((name) => listenKeys.findOwner(name))
      const hasUser = owners.some((owner) => owner !== undefined)
      if (account !== undefined) return wanted !== undefined && owners.includes(wanted)
      if (sockets === 'user') return hasUser
      return sockets === 'all' || owners.some((owner) => owner === undefined)
    })
  }

  const change = (symbol: string, makeEntry: (entry: ExchangeInfoEntry) => ExchangeInfoEntry): boolean => {
    const entry = engine.getSymbol(symbol)
    try {
      if (entry === undefined) throw new RangeError(`No symbol ${symbol}`)
      engine.updateSymbol(makeEntry(entry), clock.now())
      return true
    } catch (error) {
      parts.onRefused(error)
      return false
    }
  }

  const resume = (symbol: string): void => {
    const halt = halts.get(symbol)
    if (halt === undefined) return
    halt.timer?.cancel()
    halts.delete(symbol)
    change(symbol, (entry) => ({ ...entry, status: halt.status }))
  }
  const halt = (symbol: string, status: string, forMs: number | undefined): void => {
    const before = halts.get(symbol)?.status ?? engine.getSymbol(symbol)?.status
    if (!change(symbol, (entry) => ({ ...entry, status })) || before === undefined) return
    halts.get(symbol)?.timer?.cancel()
    const timer = forMs === undefined ? undefined : timers.schedule(forMs, () => resume(symbol))
    halts.set(symbol, { status: before, timer })
  }

  const endMaintenance = (): void => {
    maintenance?.cancel()
    maintenance = undefined
    hub.isOpen = true
  }

  const perform = (action: IncidentAction, random: Random): void => {
    switch (action.kind) {
      case 'disconnect':
        for (const connection of chooseSockets(action)) {
          if (action.as === 'cut') connection.cut()
          else connection.endLifetime()
        }
        return
      case 'muteSocket': {
        const forMs = action.forMs === undefined ? Infinity : pickMs(action.forMs, random)
        for (const connection of chooseSockets(action)) connection.mute(forMs, action.pings === 'answered')
        return
      }
      case 'expireListenKey':
        return chooseAccounts(action.account).forEach((accountId) => listenKeys.expire(accountId))
      case 'deleteListenKey':
        return chooseAccounts(action.account).forEach((accountId) => listenKeys.close(accountId))
      case 'maintenance':
        endMaintenance()
        hub.isOpen = false
        hub.closeAll()
        maintenance = timers.schedule(pickMs(action.forMs, random), endMaintenance)
        return
      case 'haltSymbol':
        return halt(action.symbol, action.status, action.forMs && pickMs(action.forMs, random))
      case 'changeTickSize':
        change(action.symbol, (entry) => withTickSize(entry, action.tickSize))
        return
      case 'liquidate': {
        const accountId = findAccount(action.account)
        if (accountId === undefined) return parts.onRefused(new RangeError(`No account ${action.account}`))
        return engine.liquidateAccount(accountId, action.symbol, clock.now())
      }
      case 'clockStep':
        return clock.step(action.byMs)
      case 'refuseConnections':
        hub.cutAll()
        outage.begin(pickMs(action.forMs, random))
    }
  }

  return {
    perform,
    get isInMaintenance() {
      return maintenance !== undefined
    },
    get halted() {
      return [...halts.keys()]
    },
    end() {
      endMaintenance()
      for (const symbol of halts.keys()) resume(symbol)
      for (const connection of hub.connections) connection.unmute()
    },
  }
}

const withTickSize = (entry: ExchangeInfoEntry, tickSize: string): ExchangeInfoEntry => ({
  ...entry,
  pricePrecision: Math.max(0, (tickSize.split('.')[1] ?? '').replace(/0+$/, '').length),
  filters: entry.filters.map((filter) => (filter.filterType === 'PRICE_FILTER' ? { ...filter, tickSize } : filter)),
})
