import { showPriceChart } from './charts.js'
import { $, make, row } from './dom.js'
import { showInventory } from './inventory.js'
import { listSymbols, markets, view } from './state.js'

export function showSymbols() {
  $('symbols').replaceChildren(
    ...listSymbols().map((name) =>
      make('button', {
        type: 'button',
        role: 'tab',
        'aria-selected': String(name === view.symbol),
        tabIndex: name === view.symbol ? 0 : -1,
        textContent: name,
        onclick: () => choose(name),
      }),
    ),
  )
}

function choose(name) {
  view.symbol = name
  showSymbols()
  showPriceChart()
  showInventory()
  showTouch()
}

export function openTabs() {
  $('symbols').addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    const names = listSymbols()
    choose(names[(names.indexOf(view.symbol) + step + names.length) % names.length])
    $('symbols').querySelector('[aria-selected="true"]')?.focus()
  })
}

export function showTouch() {
  const market = markets.get(view.symbol)
  if (!market) return
  const age = market.ageMs === undefined ? '' : `  ·  ${Math.round(market.ageMs)} ms old`
  const mark = market.markPrice ? `  ·  mark ${market.markPrice}` : ''
  $('touch').textContent = `${market.bestBid}  /  ${market.bestAsk}${mark}${age}`
  const { bids = [], asks = [] } = market
  const depth = Math.max(bids.length, asks.length)
  $('depth-panel').hidden = depth === 0
  $('depth').replaceChildren(
    ...Array.from({ length: depth }, (_, index) =>
      row([[bids[index]?.[1]], [bids[index]?.[0], 'up'], [asks[index]?.[0], 'down'], [asks[index]?.[1]]]),
    ),
  )
}
