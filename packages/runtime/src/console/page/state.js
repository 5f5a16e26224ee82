/** What is known, by what it is about. */
export const markets = new Map()
export const positions = new Map()
export const orders = new Map()
export const limits = new Map()
export const latencies = new Map()
export const equities = new Map()
export const signals = new Map()
export const fills = []

/** What is looked at. */
export const view = { symbol: undefined }

const mostOrders = 500
const mostFills = 500
const mostSignals = 200

export const isOpen = ({ status }) => ['NEW', 'PARTIALLY_FILLED', 'PENDING', 'SENT'].includes(status)
const isWaiting = ({ status }) => status === 'received' || status === 'executing'

/** Of what is over the oldest goes, and only then of what is not. */
function keep(map, key, value, most, lasts) {
  map.set(key, value)
  if (map.size <= most) return
  for (const [old, entry] of map) if (!lasts(entry)) return void map.delete(old)
  map.delete(map.keys().next().value)
}

export function keepOrder(event) {
  const key = `${event.account} ${event.clientOrderId}`
  orders.delete(key)
  keep(orders, key, event, mostOrders, isOpen)
}

export const keepSignal = (event) => keep(signals, event.id, event, mostSignals, isWaiting)

export function keepFill(event) {
  fills.push(event)
  if (fills.length > mostFills) fills.shift()
}

export const listSymbols = () => [...markets.keys()].toSorted((a, b) => (a < b ? -1 : 1))
