import { $, shownPrice } from './dom.js'
import { createChart, createSeriesMarkers, LineSeries } from './lightweight-charts.js'
import { equities, fills, isOpen, markets, orders, view } from './state.js'
import { color } from './theme.js'

export const longestTrail = 3600
const trails = new Map()
/** Digits behind the point by symbol: the most that a price had. */
const digits = new Map()
const equityTrail = []
let priceChart
let bidLine
let askLine
let marks
let quoteLines = []
let pnlChart
let pnlLine

export const chartOptions = () => ({
  autoSize: true,
  layout: { background: { color: 'transparent' }, textColor: color('soft'), fontFamily: 'system-ui, sans-serif' },
  grid: { vertLines: { color: color('line') }, horzLines: { color: color('line') } },
  timeScale: { timeVisible: true, secondsVisible: true, borderColor: color('line') },
  rightPriceScale: { borderColor: color('line') },
})

function openPriceChart() {
  priceChart = createChart($('chart'), chartOptions())
  bidLine = priceChart.addSeries(LineSeries, { color: color('up'), lineWidth: 1, priceLineVisible: false })
  askLine = priceChart.addSeries(LineSeries, { color: color('down'), lineWidth: 1, priceLineVisible: false })
  marks = createSeriesMarkers(bidLine, [])
}

function openPnlChart() {
  pnlChart = createChart($('pnl-chart'), chartOptions())
  pnlLine = pnlChart.addSeries(LineSeries, { color: color('accent'), lineWidth: 2 })
}

export function paintCharts() {
  priceChart?.applyOptions(chartOptions())
  bidLine?.applyOptions({ color: color('up') })
  askLine?.applyOptions({ color: color('down') })
  pnlChart?.applyOptions(chartOptions())
  pnlLine?.applyOptions({ color: color('accent') })
}

/** Chart times are whole seconds, shown as the clock on the wall. */
export const toChartTime = (atMs) => Math.floor(atMs / 1000) - new Date(atMs).getTimezoneOffset() * 60

export function showPriceChart() {
  if (!priceChart) openPriceChart()
  const trail = trails.get(view.symbol) ?? []
  const decimals = digits.get(view.symbol) ?? 0
  const priceFormat = { type: 'price', precision: decimals, minMove: 10 ** -decimals }
  for (const [line, key] of [
    [bidLine, 'bid'],
    [askLine, 'ask'],
  ]) {
    line.applyOptions({ priceFormat })
    line.setData(trail.map((point) => ({ time: point.time, value: point[key] })))
  }
  showFillMarks()
  showQuotes()
}

const countDigits = (price) => (price.split('.')[1] ?? '').length

export function addPrice(event) {
  const known = digits.get(event.symbol) ?? 0
  const seen = Math.max(known, countDigits(event.bestBid), countDigits(event.bestAsk))
  digits.set(event.symbol, seen)
  if (seen > known && event.symbol === view.symbol && bidLine) showPriceChart()
  const time = toChartTime(event.atMs)
  const point = { time, bid: Number(event.bestBid), ask: Number(event.bestAsk) }
  const trail = trails.get(event.symbol) ?? []
  trails.set(event.symbol, trail)
  if (trail.at(-1)?.time === time) trail[trail.length - 1] = point
  else if ((trail.at(-1)?.time ?? 0) < time) trail.push(point)
  else return
  if (trail.length > longestTrail) trail.shift()
  if (event.symbol !== view.symbol || !bidLine) return
  bidLine.update({ time, value: point.bid })
  askLine.update({ time, value: point.ask })
}

export function showFillMarks() {
  const first = trails.get(view.symbol)?.[0]?.time ?? 0
  marks?.setMarkers(
    fills
      .filter((fill) => fill.symbol === view.symbol && toChartTime(fill.atMs) >= first)
      .map((fill) => ({
        time: toChartTime(fill.atMs),
        position: fill.side === 'BUY' ? 'belowBar' : 'aboveBar',
        shape: fill.side === 'BUY' ? 'arrowUp' : 'arrowDown',
        color: color(fill.side === 'BUY' ? 'up' : 'down'),
      }))
      .toSorted((a, b) => a.time - b.time),
  )
}

export function showQuotes() {
  if (!bidLine) return
  for (const line of quoteLines) bidLine.removePriceLine(line)
  const resting = [...orders.values()].filter(
    (order) => order.symbol === view.symbol && isOpen(order) && Number(shownPrice(order)),
  )
  const own = resting.map((order) => ({ side: order.side, price: shownPrice(order) }))
  quoteLines = (markets.get(view.symbol)?.quotes ?? own).map(({ side, price }) =>
    bidLine.createPriceLine({
      price: Number(price),
      color: color(side === 'BUY' ? 'up' : 'down'),
      lineStyle: 2,
      lineWidth: 1,
      title: side === 'BUY' ? 'buy' : 'sell',
    }),
  )
}

export function addEquity(event) {
  if (!pnlChart) openPnlChart()
  let value = 0
  for (const { realizedPnl, unrealizedPnl, fees, funding } of equities.values()) {
    value += Number(realizedPnl) + Number(unrealizedPnl) - Number(fees) + Number(funding)
  }
  const time = toChartTime(event.atMs)
  if ((equityTrail.at(-1)?.time ?? 0) > time) return
  if (equityTrail.at(-1)?.time === time) equityTrail[equityTrail.length - 1] = { time, value }
  else equityTrail.push({ time, value })
  if (equityTrail.length > longestTrail) equityTrail.shift()
  pnlLine.update({ time, value })
}
