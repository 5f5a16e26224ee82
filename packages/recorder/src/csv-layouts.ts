/** What a row of a file in columns says: books whole, trades one by one. Prices and quantities are the file's own texts. */
export type CsvEntry =
  | {
      readonly kind: 'book'
      readonly timeNs: bigint
      readonly updateId: number | undefined
      readonly bids: readonly (readonly [string, string])[]
      readonly asks: readonly (readonly [string, string])[]
    }
  | {
      readonly kind: 'trade'
      readonly timeNs: bigint
      readonly id: number | undefined
      readonly takerSide: 'BUY' | 'SELL'
      readonly price: string
      readonly quantity: string
    }

/** One way of writing market data in columns. */
export interface CsvLayout {
  readonly name: 'books' | 'trades' | 'prices' | 'bars'
  /** Reads a row; undefined when it does not fit. */
  read(cells: readonly string[]): readonly CsvEntry[] | undefined
}

/** What stands at a made-up level, in quote asset. */
const nominalQuote = 10_000
const madeUpLevels = 5
const barPointsMs = [0, 20_000, 40_000, 59_000]

const layouts: readonly { readonly header: RegExp; readonly create: (header: readonly string[]) => CsvLayout }[] = [
  { header: /^unix_timestamp,lastUpdateId,bid_price_0,bid_qty_0,/, create: createBooks },
  { header: /^id,unix_timestamp_ms,side,price,quantity$/, create: createTrades },
  { header: /^unix_timestamp,bid,ask(?:,mid)?$/, create: createPrices },
  { header: /^timestamp,open,high,low,close,volume$/, create: createBars },
]

/** Finds the layout by the first line of a file; undefined for an unknown one. */
export function findCsvLayout(header: string): CsvLayout | undefined {
  return layouts.find((layout) => layout.header.test(header))?.create(header.split(','))
}

function createBooks(header: readonly string[]): CsvLayout {
  const columns = (name: string): readonly number[] =>
    header.flatMap((cell, index) => (cell.startsWith(`${name}_price_`) ? [index] : []))
  const [bids, asks] = [columns('bid'), columns('ask')]
  return {
    name: 'books',
    read(cells) {
      const timeNs = readSeconds(cells[0])
      const levels = (side: readonly number[]) =>
        side.flatMap((at) => {
          const [price, quantity] = [cells[at], cells[at + 1]]
          return isPositive(price) && isPositive(quantity) ? [[price, quantity] as const] : []
        })
      const updateId = Number(cells[1])
      if (timeNs === undefined || !Number.isSafeInteger(updateId)) return undefined
      return [{ kind: 'book', timeNs, updateId, bids: levels(bids), asks: levels(asks) }]
    },
  }
}

function createTrades(): CsvLayout {
  return {
    name: 'trades',
    read([id, time, side, price, quantity]) {
      const takerSide = side === 'buy' ? 'BUY' : side === 'sell' ? 'SELL' : undefined
      if (takerSide === undefined || !/^\d{1,16}$/.test(time ?? '') || !isPositive(price) || !isPositive(quantity)) {
        return undefined
      }
      const tradeId = Number.isSafeInteger(Number(id)) ? Number(id) : undefined
      return [{ kind: 'trade', timeNs: BigInt(time ?? 0) * 1_000_000n, id: tradeId, takerSide, price, quantity }]
    },
  }
}

/** Best prices without quantities: five levels a side of a made-up size. */
function createPrices(): CsvLayout {
  return {
    name: 'prices',
    read([time, bid, ask]) {
      const timeNs = readSeconds(time)
      if (timeNs === undefined || !isPositive(bid) || !isPositive(ask) || Number(bid) >= Number(ask)) return undefined
      return [makeUpBook(timeNs, Number(bid), Number(ask), countDecimals(bid, ask))]
    },
  }
}

/**
 * Bars: four points of a minute, each a book around the price and a trade of a quarter of the volume (in quote asset). The
 * low comes before the high in a bar that rises and after it in one that falls: the truth between is not in the file.
 */
function createBars(): CsvLayout {
  return {
    name: 'bars',
    read([time, open, high, low, close, volume]) {
      const startMs = Date.parse(`${(time ?? '').replace(' ', 'T').slice(0, 23)}Z`)
      if (Number.isNaN(startMs) || ![open, high, low, close].every(isPositive) || Number.isNaN(Number(volume))) {
        return undefined
      }
      const decimals = countDecimals(open, high, low, close)
      const rises = Number(close) >= Number(open)
      const path = (rises ? [open, low, high, close] : [open, high, low, close]).map(Number)
      return path.flatMap((price, index): readonly CsvEntry[] => {
        const timeNs = BigInt(startMs + (barPointsMs[index] ?? 0)) * 1_000_000n
        const step = 10 ** -decimals
        const isUp = index === 0 ? !rises : price >= (path[index - 1] ?? price)
        const book = makeUpBook(timeNs, isUp ? price - step : price, isUp ? price : price + step, decimals)
        const quantity = (Number(volume) / 4 / price).toFixed(3)
        const takerSide = isUp ? 'BUY' : 'SELL'
        const trade = {
          kind: 'trade',
          timeNs,
          id: undefined,
          takerSide,
          price: price.toFixed(decimals),
          quantity,
        } as const
        return Number(quantity) > 0 ? [book, trade] : [book]
      })
    },
  }
}

function makeUpBook(timeNs: bigint, bid: number, ask: number, decimals: number): CsvEntry {
  const level = (price: number): readonly [string, string] => [
    price.toFixed(decimals),
    (nominalQuote / price).toFixed(3),
  ]
  const offsets = Array.from({ length: madeUpLevels }, (_, index) => index * 10 ** -decimals)
  return {
    kind: 'book',
    timeNs,
    updateId: undefined,
    bids: offsets.map((offset) => level(bid - offset)).filter(([price]) => Number(price) > 0),
    asks: offsets.map((offset) => level(ask + offset)),
  }
}

const isPositive = (text: string | undefined): text is string =>
  text !== undefined && /^\d+(\.\d+)?$/.test(text) && Number(text) > 0

const countDecimals = (...texts: readonly (string | undefined)[]): number =>
  Math.max(...texts.map((text) => (text?.split('.')[1] ?? '').length))

/** Seconds since the epoch with a fraction, to the microsecond. */
function readSeconds(text: string | undefined): bigint | undefined {
  const [, seconds = '', fraction = ''] = /^(\d{1,11})(?:\.(\d+))?$/.exec(text ?? '') ?? []
  return seconds === ''
    ? undefined
    : BigInt(seconds) * 1_000_000_000n + BigInt(fraction.slice(0, 6).padEnd(6, '0')) * 1_000n
}
