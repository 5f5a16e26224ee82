import { addEquity, addPrice, showFillMarks, showPriceChart, showQuotes } from './charts.js'
import { show, soon } from './dom.js'
import { addInventory, showHeld, showInventory } from './inventory.js'
import { showSymbols, showTouch } from './market.js'
import { showSignals } from './signals.js'
import { equities, keepFill, keepOrder, keepSignal, latencies, limits, markets, positions, view } from './state.js'
import {
  addLine,
  noteAccount,
  showEquity,
  showFills,
  showLatencies,
  showLimits,
  showOrders,
  showPositions,
} from './tables.js'

const place = ({ account, symbol }) => `${account ? `${account} ` : ''}${symbol ? `${symbol} ` : ''}`

/** What each kind of event changes. */
const take = {
  market(event) {
    const isNew = !markets.has(event.symbol)
    markets.set(event.symbol, event)
    if (isNew) {
      show('price-panel')
      view.symbol ??= event.symbol
      if (event.symbol === view.symbol) showPriceChart()
      showSymbols()
    }
    addPrice(event)
    addInventory(event)
    if (event.symbol === view.symbol) {
      soon('touch', showTouch)
      soon('held', showHeld)
      if (event.quotes) soon('quotes', showQuotes)
    }
  },
  order(event) {
    show('order-panel')
    keepOrder(event)
    soon('orders', showOrders)
    soon('quotes', showQuotes)
  },
  fill(event) {
    show('fill-panel')
    keepFill(event)
    soon('fills', showFills)
    soon('marks', showFillMarks)
  },
  position(event) {
    show('position-panel')
    positions.set(`${event.account} ${event.symbol} ${event.positionSide}`, event)
    soon('positions', showPositions)
    show('inventory-panel')
    addInventory(event)
    soon('inventory', showInventory)
  },
  signal(event) {
    show('signal-panel')
    keepSignal(event)
    soon('signals', showSignals)
  },
  decision(event) {
    show('decision-panel')
    const text = `${place(event)}${event.what} ${event.outcome}: ${event.reason}`
    addLine('decisions', event, text, event.outcome === 'refused' ? 'warn' : '')
  },
  incident(event) {
    show('incident-panel')
    const text = `${event.severity.toUpperCase()} ${place(event)}${event.what}: ${event.detail}`
    addLine('incidents', event, text, { critical: 'down', warning: 'warn' }[event.severity] ?? '')
  },
  limit(event) {
    show('limit-panel')
    limits.set(`${event.account} ${event.name}`, event)
    soon('limits', showLimits)
  },
  latency(event) {
    show('latency-panel')
    latencies.set(event.name, event)
    soon('latencies', showLatencies)
  },
  equity(event) {
    show('pnl-panel')
    equities.set(event.account, event)
    addEquity(event)
    soon('pnl', showEquity)
  },
}

let lastSequence = 0

/** Takes one event of the feed, once. */
export function receive(event) {
  if (event.sequence <= lastSequence && event.kind !== 'market') return
  lastSequence = Math.max(lastSequence, event.sequence)
  noteAccount(event.account)
  take[event.kind]?.(event)
}
