import { createChart, createSeriesMarkers, LineSeries } from '/console/charts.js'

const $ = (id) => document.getElementById(id)
const root = document.documentElement
const mostRows = 200

/* ---- what is known ---- */

const markets = new Map()
const trails = new Map()
const positions = new Map()
const orders = new Map()
const limits = new Map()
const latencies = new Map()
const equities = new Map()
const fills = []
const equityTrail = []
let symbol
let lastSequence = 0
let epoch

/* ---- theme ---- */

const isDark = () =>
  root.dataset.theme === 'dark' ||
  (root.dataset.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)

const remember = (name, value) => {
  try {
    localStorage.setItem(name, value)
  } catch {
    // a browser that keeps nothing shows the page all the same
  }
}
try {
  const theme = localStorage.getItem('theme')
  if (theme) root.dataset.theme = theme
} catch {
  // see above
}
$('theme').addEventListener('click', () => {
  root.dataset.theme = isDark() ? 'light' : 'dark'
  remember('theme', root.dataset.theme)
  paintCharts()
})
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => paintCharts())

const color = (name) => getComputedStyle(root).getPropertyValue(`--${name}`).trim()

/* ---- charts ---- */

let priceChart
let bidLine
let askLine
let marks
let quoteLines = []
let pnlChart
let pnlLine

const chartOptions = () => ({
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

function paintCharts() {
  priceChart?.applyOptions(chartOptions())
  bidLine?.applyOptions({ color: color('up') })
  askLine?.applyOptions({ color: color('down') })
  pnlChart?.applyOptions(chartOptions())
  pnlLine?.applyOptions({ color: color('accent') })
}

/** Chart times are whole seconds, shown as the clock on the wall. */
const toChartTime = (atMs) => Math.floor(atMs / 1000) - new Date(atMs).getTimezoneOffset() * 60

function showPriceChart() {
  if (!priceChart) openPriceChart()
  const trail = trails.get(symbol) ?? []
  const decimals = (markets.get(symbol)?.bestBid.split('.')[1] ?? '').length
  const priceFormat = { type: 'price', precision: decimals, minMove: 10 ** -decimals }
  for (const [line, key] of [
    [bidLine, 'bid'],
    [askLine, 'ask'],
  ]) {
    line.applyOptions({ priceFormat })
    line.setData(trail.map((point) => ({ time: point.time, value: point[key] })))
  }
  showFills()
  showQuotes()
}

function addPrice(event) {
  const time = toChartTime(event.atMs)
  const point = { time, bid: Number(event.bestBid), ask: Number(event.bestAsk) }
  const trail = trails.get(event.symbol) ?? []
  trails.set(event.symbol, trail)
  if (trail.at(-1)?.time === time) trail[trail.length - 1] = point
  else if ((trail.at(-1)?.time ?? 0) < time) trail.push(point)
  else return
  if (trail.length > 3600) trail.shift()
  if (event.symbol !== symbol || !bidLine) return
  bidLine.update({ time, value: point.bid })
  askLine.update({ time, value: point.ask })
}

function showFills() {
  const first = trails.get(symbol)?.[0]?.time ?? 0
  marks?.setMarkers(
    fills
      .filter((fill) => fill.symbol === symbol && toChartTime(fill.atMs) >= first)
      .map((fill) => ({
        time: toChartTime(fill.atMs),
        position: fill.side === 'BUY' ? 'belowBar' : 'aboveBar',
        shape: fill.side === 'BUY' ? 'arrowUp' : 'arrowDown',
        color: color(fill.side === 'BUY' ? 'up' : 'down'),
      }))
      .toSorted((a, b) => a.time - b.time),
  )
}

function showQuotes() {
  if (!bidLine) return
  for (const line of quoteLines) bidLine.removePriceLine(line)
  const resting = [...orders.values()].filter(
    (order) => order.symbol === symbol && isOpen(order) && Number(shownPrice(order)),
  )
  const quotes = markets.get(symbol)?.quotes ?? resting.map((order) => ({ side: order.side, price: shownPrice(order) }))
  quoteLines = quotes.map(({ side, price }) =>
    bidLine.createPriceLine({
      price: Number(price),
      color: color(side === 'BUY' ? 'up' : 'down'),
      lineStyle: 2,
      lineWidth: 1,
      title: side === 'BUY' ? 'buy' : 'sell',
    }),
  )
}

/* ---- tables ---- */

const cell = (text, className) => {
  const td = document.createElement('td')
  td.textContent = text
  if (className) td.className = className
  return td
}
const row = (cells) => {
  const tr = document.createElement('tr')
  tr.append(...cells.map(([text, className]) => cell(text ?? '', className)))
  return tr
}
const signClass = (text) => (Number(text) > 0 ? 'up' : Number(text) < 0 ? 'down' : '')
const sideClass = (side) => (side === 'BUY' ? 'up' : 'down')
const clockTime = (atMs) => new Date(atMs).toLocaleTimeString(undefined, { hour12: false })
const isOpen = ({ status }) => ['NEW', 'PARTIALLY_FILLED', 'PENDING', 'SENT'].includes(status)
const shownPrice = ({ price, stopPrice }) => (Number(stopPrice) ? stopPrice : price)
const plain = (text) => (text === undefined ? '' : String(Number(Number(text).toFixed(8))))

function showSymbols() {
  const names = [...markets.keys()].toSorted((a, b) => (a < b ? -1 : 1))
  $('symbols').replaceChildren(
    ...names.map((name) => {
      const tab = document.createElement('button')
      tab.type = 'button'
      tab.setAttribute('role', 'tab')
      tab.setAttribute('aria-selected', String(name === symbol))
      tab.tabIndex = name === symbol ? 0 : -1
      tab.textContent = name
      tab.addEventListener('click', () => choose(name))
      return tab
    }),
  )
}

function choose(name) {
  symbol = name
  showSymbols()
  showPriceChart()
  showTouch()
}

$('symbols').addEventListener('keydown', (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  if (!step) return
  const names = [...markets.keys()].toSorted((a, b) => (a < b ? -1 : 1))
  choose(names[(names.indexOf(symbol) + step + names.length) % names.length])
  $('symbols').querySelector('[aria-selected="true"]')?.focus()
})

function showTouch() {
  const market = markets.get(symbol)
  if (!market) return
  const age = market.ageMs === undefined ? '' : `  ·  ${Math.round(market.ageMs)} ms old`
  const mark = market.markPrice ? `  ·  mark ${market.markPrice}` : ''
  $('touch').textContent = `${market.bestBid}  /  ${market.bestAsk}${mark}${age}`
  const { bids = [], asks = [] } = market
  $('depth-panel').hidden = bids.length + asks.length === 0
  const depth = Math.max(bids.length, asks.length)
  $('depth').replaceChildren(
    ...Array.from({ length: depth }, (_, index) =>
      row([[bids[index]?.[1]], [bids[index]?.[0], 'up'], [asks[index]?.[0], 'down'], [asks[index]?.[1]]]),
    ),
  )
}

function showPositions() {
  const open = [...positions.values()].filter(({ quantity }) => Number(quantity) !== 0)
  $('positions').replaceChildren(
    ...open.map((position) =>
      row([
        [position.symbol],
        [position.positionSide === 'BOTH' ? (Number(position.quantity) > 0 ? 'LONG' : 'SHORT') : position.positionSide],
        [plain(position.quantity), signClass(position.quantity)],
        [plain(position.entryPrice)],
        [plain(position.markPrice)],
        [plain(position.unrealizedPnl), signClass(position.unrealizedPnl)],
        [liquidationText(position)],
        position.isProtected === undefined ? [''] : position.isProtected ? ['✓ stop', 'up'] : ['✗ NO STOP', 'down'],
      ]),
    ),
  )
  if (open.length === 0) $('positions').replaceChildren(row([['flat', 'soft']]))
}

function liquidationText({ liquidationPrice, markPrice }) {
  if (!Number(liquidationPrice)) return ''
  const distance = Number(markPrice)
    ? ` (${((Math.abs(markPrice - liquidationPrice) / markPrice) * 100).toFixed(1)} %)`
    : ''
  return `${plain(liquidationPrice)}${distance}`
}

function showOrders() {
  const newest = [...orders.values()].toSorted(
    (a, b) => Number(isOpen(b)) - Number(isOpen(a)) || b.sequence - a.sequence,
  )
  $('orders').replaceChildren(
    ...newest
      .slice(0, 100)
      .map((order) =>
        row([
          [clockTime(order.atMs)],
          [order.symbol],
          [order.side, sideClass(order.side)],
          [order.type],
          [plain(order.quantity)],
          [plain(shownPrice(order))],
          [plain(order.filledQuantity)],
          [order.reason ? `${order.status}: ${order.reason}` : order.status, order.status === 'REJECTED' ? 'down' : ''],
          [order.clientOrderId, 'soft'],
        ]),
      ),
  )
}

function showFillTable() {
  $('fills').replaceChildren(
    ...fills
      .slice(-100)
      .toReversed()
      .map((fill) =>
        row([
          [clockTime(fill.atMs)],
          [fill.symbol],
          [fill.side, sideClass(fill.side)],
          [plain(fill.quantity)],
          [plain(fill.price)],
          [`${plain(fill.fee)} ${fill.feeAsset}${fill.isMaker ? ' maker' : ''}`],
        ]),
      ),
  )
}

function showLimits() {
  $('limits').replaceChildren(
    ...[...limits.values()].map(({ name, account, used, limit }) => {
      const box = document.createElement('div')
      const term = document.createElement('dt')
      term.textContent = `${account ? `${account} ` : ''}${name}: ${used} of ${limit}`
      const value = document.createElement('dd')
      const bar = document.createElement('meter')
      bar.setAttribute('aria-label', term.textContent)
      Object.assign(bar, { max: limit, low: limit * 0.6, high: limit * 0.85, optimum: 0, value: used })
      value.append(bar)
      box.append(term, value)
      return box
    }),
  )
}

function showLatencies() {
  $('latencies').replaceChildren(
    ...[...latencies.values()].map(({ name, p50Ms, p99Ms, count }) =>
      row([[name], [`${p50Ms.toFixed(1)} ms`], [`${p99Ms.toFixed(1)} ms`], [String(count)]]),
    ),
  )
}

function showEquity() {
  $('pnl').replaceChildren(
    ...[...equities.values()].map((equity) =>
      row([
        [equity.account],
        [plain(equity.walletBalance)],
        [plain(equity.realizedPnl), signClass(equity.realizedPnl)],
        [plain(equity.unrealizedPnl), signClass(equity.unrealizedPnl)],
        [plain(equity.fees)],
        [plain(equity.funding), signClass(equity.funding)],
      ]),
    ),
  )
}

function addEquity(event) {
  if (!pnlChart) openPnlChart()
  let value = 0
  for (const { realizedPnl, unrealizedPnl, fees, funding } of equities.values()) {
    value += Number(realizedPnl) + Number(unrealizedPnl) - Number(fees) + Number(funding)
  }
  const time = toChartTime(event.atMs)
  if ((equityTrail.at(-1)?.time ?? 0) > time) return
  if (equityTrail.at(-1)?.time === time) equityTrail[equityTrail.length - 1] = { time, value }
  else equityTrail.push({ time, value })
  pnlLine.update({ time, value })
}

function addLine(id, event, text, className) {
  const item = document.createElement('li')
  const time = document.createElement('time')
  time.className = 'soft'
  time.textContent = `${clockTime(event.atMs)} `
  const words = document.createElement('span')
  words.className = className
  words.textContent = text
  item.append(time, words)
  $(id).prepend(item)
  while ($(id).children.length > mostRows) $(id).lastElementChild.remove()
}

/* ---- events ---- */

const shown = new Set()
const show = (id) => {
  if (shown.has(id)) return
  shown.add(id)
  $(id).hidden = false
}

const dirty = new Map()
/** A table is drawn at most once a frame, however many events came. */
const soon = (name, draw) => {
  if (dirty.size === 0) requestAnimationFrame(redraw)
  dirty.set(name, draw)
}
function redraw() {
  const draws = [...dirty.values()]
  dirty.clear()
  for (const draw of draws) draw()
}

const place = (event) => `${event.account ? `${event.account} ` : ''}${event.symbol ? `${event.symbol} ` : ''}`

const take = {
  market(event) {
    const isNew = !markets.has(event.symbol)
    markets.set(event.symbol, event)
    if (isNew) {
      show('price-panel')
      symbol ??= event.symbol
      if (event.symbol === symbol) showPriceChart()
      showSymbols()
    }
    addPrice(event)
    if (event.symbol === symbol) {
      soon('touch', showTouch)
      if (event.quotes) soon('quotes', showQuotes)
    }
  },
  order(event) {
    show('order-panel')
    orders.delete(event.clientOrderId)
    orders.set(event.clientOrderId, event)
    if (orders.size > 500) {
      const over = [...orders.values()].find((order) => !isOpen(order)) ?? orders.values().next().value
      orders.delete(over.clientOrderId)
    }
    soon('orders', showOrders)
    soon('quotes', showQuotes)
  },
  fill(event) {
    show('fill-panel')
    fills.push(event)
    if (fills.length > 500) fills.shift()
    soon('fills', showFillTable)
    soon('marks', showFills)
  },
  position(event) {
    show('position-panel')
    positions.set(`${event.account} ${event.symbol} ${event.positionSide}`, event)
    soon('positions', showPositions)
  },
  decision(event) {
    show('decision-panel')
    addLine(
      'decisions',
      event,
      `${place(event)}${event.what} ${event.outcome}: ${event.reason}`,
      event.outcome === 'refused' ? 'warn' : '',
    )
  },
  incident(event) {
    show('incident-panel')
    const className = { critical: 'down', warning: 'warn' }[event.severity] ?? ''
    addLine(
      'incidents',
      event,
      `${event.severity.toUpperCase()} ${place(event)}${event.what}: ${event.detail}`,
      className,
    )
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

function receive(event) {
  if (event.sequence <= lastSequence && event.kind !== 'market') return
  lastSequence = Math.max(lastSequence, event.sequence)
  take[event.kind]?.(event)
}

/* ---- the connection ---- */

function setLink(text, className) {
  $('link').textContent = text
  $('link').className = `badge ${className}`
}

function connect() {
  const source = new EventSource('/console/events')
  source.addEventListener('hello', (message) => {
    const hello = JSON.parse(message.data)
    // another run numbers its events from one again
    if (epoch !== undefined && epoch !== hello.epoch) location.reload()
    epoch = hello.epoch
    describe(hello)
    setLink('connected', 'on')
  })
  source.addEventListener('state', (message) => describe(JSON.parse(message.data)))
  source.addEventListener('message', (message) => receive(JSON.parse(message.data)))
  source.addEventListener('error', () => setLink('connection lost, trying again', 'lost'))
}

function describe({ program, mode, banner, actions }) {
  document.title = `${program} · Aster console`
  $('program').textContent = program
  $('mode').textContent = mode.toUpperCase()
  $('mode').className = `badge ${mode}`
  $('banner').hidden = !banner
  $('banner').textContent = banner ?? ''
  $('actions').replaceChildren(
    ...actions.map((action) => {
      const button = document.createElement('button')
      button.type = 'button'
      button.id = `action-${action.id}`
      button.textContent = action.label
      if (action.isDangerous) button.className = 'danger'
      button.addEventListener('click', () => ask(action))
      return button
    }),
  )
}

/* ---- actions, each after a second look ---- */

function ask(action) {
  $('confirm-title').textContent = action.label
  $('confirm-text').textContent = action.question
  $('confirm-outcome').textContent = ''
  $('confirm-yes').textContent = action.label
  $('confirm-yes').disabled = false
  $('confirm-yes').onclick = async () => {
    $('confirm-yes').disabled = true
    $('confirm-outcome').textContent = 'working…'
    try {
      const response = await fetch(`/console/actions/${action.id}`, { method: 'POST', headers: { 'x-aster': '1' } })
      const { message } = await response.json()
      $('confirm-outcome').textContent = message
      if (response.ok) setTimeout(() => $('confirm').close(), 700)
      else $('confirm-yes').disabled = false
    } catch {
      $('confirm-outcome').textContent = 'no answer: look whether it was done, and try again'
      $('confirm-yes').disabled = false
    }
  }
  $('confirm').showModal()
  $('confirm-no').focus()
}

document.addEventListener('keydown', (event) => {
  if (event.key === 'h' && !event.ctrlKey && !event.metaKey && !$('confirm').open) $('action-halt')?.click()
})

connect()
