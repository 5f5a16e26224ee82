import { chartOptions, longestTrail, toChartTime } from './charts.js'
import { $, plain } from './dom.js'
import { createChart, LineSeries } from './lightweight-charts.js'
import { markets, positions, view } from './state.js'
import { color } from './theme.js'

const withSteps = 1
const trails = new Map()
let chart
let line

/** What is held of a symbol, longs less shorts, on all accounts and sides. */
function sumHeld(symbol) {
  let sum = 0
  for (const position of positions.values()) if (position.symbol === symbol) sum += Number(position.quantity)
  return Number(sum.toFixed(8))
}

/** One more point of a symbol's inventory: at each of its prices, so that the line goes on while nothing changes. */
export function addInventory({ symbol, atMs }) {
  const point = { time: toChartTime(atMs), value: sumHeld(symbol) }
  const trail = trails.get(symbol) ?? []
  trails.set(symbol, trail)
  if (trail.at(-1)?.time === point.time) trail[trail.length - 1] = point
  else if ((trail.at(-1)?.time ?? 0) < point.time) trail.push(point)
  else return
  if (trail.length > longestTrail) trail.shift()
  if (symbol === view.symbol && line) line.update(point)
}

export function showInventory() {
  if (positions.size === 0) return
  if (!chart) {
    chart = createChart($('inventory-chart'), chartOptions())
    line = chart.addSeries(LineSeries, { color: color('accent'), lineWidth: 2, lineType: withSteps })
    line.createPriceLine({ price: 0, color: color('line'), lineWidth: 1, axisLabelVisible: false })
  }
  const trail = trails.get(view.symbol) ?? []
  const digits = Math.max(3, ...trail.map(({ value }) => (String(value).split('.')[1] ?? '').length))
  line.applyOptions({ priceFormat: { type: 'price', precision: digits, minMove: 10 ** -digits } })
  line.setData(trail)
  showHeld()
}

/** The same in words, with what it is worth. */
export function showHeld() {
  const held = sumHeld(view.symbol)
  const market = markets.get(view.symbol)
  const price = Number(market?.markPrice ?? market?.bestBid ?? 0)
  $('held').textContent = `${plain(String(held))} ${view.symbol ?? ''}  ·  worth ${(held * price).toFixed(2)}`
}

export function paintInventory() {
  chart?.applyOptions(chartOptions())
  line?.applyOptions({ color: color('accent') })
}
