import { $, clockTime, make, plain, row, shownPrice, sideClass, signClass } from './dom.js'
import { equities, fills, isOpen, latencies, limits, orders, positions } from './state.js'

const mostRows = 100
const mostLines = 200
const accounts = new Set()

/** Which account it was matters once there is more than one. */
export function noteAccount(account) {
  if (!account || accounts.has(account)) return
  accounts.add(account)
  document.body.classList.toggle('many-accounts', accounts.size > 1)
}

export function showPositions() {
  const open = [...positions.values()].filter(({ quantity }) => Number(quantity) !== 0)
  document.body.classList.toggle(
    'knows-stops',
    open.some(({ isProtected }) => isProtected !== undefined),
  )
  $('positions').replaceChildren(
    ...open.map((position) =>
      row([
        [position.account, 'account'],
        [position.symbol],
        [position.positionSide === 'BOTH' ? (Number(position.quantity) > 0 ? 'LONG' : 'SHORT') : position.positionSide],
        [plain(position.quantity), signClass(position.quantity)],
        [plain(position.entryPrice)],
        [plain(position.markPrice)],
        [plain(position.unrealizedPnl), signClass(position.unrealizedPnl)],
        [liquidationText(position)],
        position.isProtected === undefined
          ? ['', 'stop']
          : position.isProtected
            ? ['✓ stop', 'stop up']
            : ['✗ NO STOP', 'stop down'],
      ]),
    ),
  )
  if (open.length === 0)
    $('positions').replaceChildren(
      row([
        ['', 'account'],
        ['flat', 'soft'],
      ]),
    )
}

function liquidationText({ liquidationPrice, markPrice }) {
  if (!Number(liquidationPrice)) return ''
  const percent = (Math.abs(markPrice - liquidationPrice) / markPrice) * 100
  return `${plain(liquidationPrice)}${Number(markPrice) ? ` (${percent.toFixed(1)} %)` : ''}`
}

export function showOrders() {
  const newest = [...orders.values()].toSorted(
    (a, b) => Number(isOpen(b)) - Number(isOpen(a)) || b.sequence - a.sequence,
  )
  $('orders').replaceChildren(
    ...newest.slice(0, mostRows).map((order) =>
      row([
        [clockTime(order.atMs)],
        [order.account, 'account'],
        [order.symbol],
        [order.side, sideClass(order.side)],
        [order.type],
        // an order that closes whatever is there has no quantity of its own
        [Number(order.quantity) ? plain(order.quantity) : 'all'],
        [plain(shownPrice(order))],
        [plain(order.filledQuantity)],
        [order.reason ? `${order.status}: ${order.reason}` : order.status, order.status === 'REJECTED' ? 'down' : ''],
        [order.clientOrderId, 'soft'],
      ]),
    ),
  )
}

export function showFills() {
  $('fills').replaceChildren(
    ...fills
      .slice(-mostRows)
      .toReversed()
      .map((fill) =>
        row([
          [clockTime(fill.atMs)],
          [fill.account, 'account'],
          [fill.symbol],
          [fill.side, sideClass(fill.side)],
          [plain(fill.quantity)],
          [plain(fill.price)],
          [`${plain(fill.fee)} ${fill.feeAsset}${fill.isMaker ? ' maker' : ''}`],
        ]),
      ),
  )
}

export function showEquity() {
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

export function showLimits() {
  $('limits').replaceChildren(
    ...[...limits.values()].map(({ name, account, used, limit }) => {
      const text = `${account ? `${account} ` : ''}${name}: ${used} of ${limit}`
      const bar = make('meter', { 'aria-label': text })
      Object.assign(bar, { max: limit, low: limit * 0.6, high: limit * 0.85, optimum: 0, value: used })
      return make('div', {}, make('dt', { textContent: text }), make('dd', {}, bar))
    }),
  )
}

export function showLatencies() {
  $('latencies').replaceChildren(
    ...[...latencies.values()].map(({ name, p50Ms, p99Ms, count }) =>
      row([[name], [`${p50Ms.toFixed(1)} ms`], [`${p99Ms.toFixed(1)} ms`], [String(count)]]),
    ),
  )
}

/** One more line at the head of a list of events. */
export function addLine(id, event, text, className) {
  const time = make('time', { className: 'soft', textContent: `${clockTime(event.atMs)} ` })
  $(id).prepend(make('li', {}, time, make('span', { className, textContent: text })))
  while ($(id).children.length > mostLines) $(id).lastElementChild.remove()
}
