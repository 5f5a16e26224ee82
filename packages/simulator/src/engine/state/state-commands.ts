import { emitRules } from '../change-rules.ts'
import type { EngineContext } from '../context.ts'
import type { Market } from '../market.ts'
import type { Engine } from '../types.ts'
import { decodeGraph, encodeGraph } from './encode-graph.ts'
import { engineCodec } from './engine-codec.ts'

/** What is given to an engine when it is built, and not part of what happened to it. */
const settingNames = ['policy', 'emit', 'historyLimit', 'defaultLeverage'] as const
/** What is given to a market when it is built. */
const marketSettings = ['makerFeeE8', 'takerFeeE8', 'brackets', 'fundingIntervalMs'] as const

/** Keeps everything an engine knows over a restart. */
export function createStateCommands(context: EngineContext): Pick<Engine, 'getState' | 'setState'> {
  return {
    getState() {
      const state = Object.fromEntries(
        Object.entries(context).filter(([name]) => !settingNames.some((setting) => setting === name)),
      )
      return encodeGraph(state, engineCodec)
    },
    setState(bytes) {
      const state = decodeGraph(bytes, engineCodec) as EngineContext
      const built = new Map(context.markets)
      for (const symbol of built.keys()) {
        if (!state.markets.has(symbol)) state.markets.set(symbol, built.get(symbol) as Market)
      }
      for (const [symbol, market] of state.markets) {
        const settings = built.get(symbol)
        if (settings === undefined) continue
        for (const name of marketSettings) Object.assign(market, { [name]: settings[name] })
      }
      Object.assign(context, state)
      // whoever counts in ticks has to know that they are finer than those of the rules
      for (const market of context.markets.values()) {
        if (market.instrument.tickUnits !== 1) emitRules(context, market, 1)
      }
    },
  }
}
