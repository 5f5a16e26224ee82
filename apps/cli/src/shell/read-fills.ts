import type { RestClient } from '@aster/rest'

const dayMs = 86_400_000
/** The exchange answers for at most so long a time. */
const windowMs = 7 * dayMs
const largestPage = 1_000

type Fill = Awaited<ReturnType<RestClient['account']['getUserTrades']>>[number]

/**
 * Reads every execution of a time, of the symbols that are named or of all that had any; oldest first. Weight 5 a page of
 * 1,000 and a week of each symbol, and 30 a page and week to find the symbols.
 */
export async function readFills(
  rest: RestClient,
  options: {
    readonly symbols: readonly string[]
    readonly fromMs: number
    readonly toMs: number
    /** Rows of an answer; the largest that there is by default. */
    readonly pageSize?: number | undefined
    readonly onProgress?: ((done: number, of: number) => void) | undefined
  },
): Promise<readonly Fill[]> {
  const { fromMs, toMs, onProgress, pageSize = largestPage } = options
  const windows: { startTime: number; endTime: number }[] = []
  for (let startTime = fromMs; startTime < toMs; startTime += windowMs) {
    windows.push({ startTime, endTime: Math.min(startTime + windowMs - 1, toMs) })
  }
  const named = new Set(options.symbols)
  if (named.size === 0) {
    for (const window of windows)
      for (const symbol of await listTradedSymbols(rest, { ...window, pageSize })) named.add(symbol)
  }
  const fills: Fill[] = []
  const of = named.size * windows.length
  let done = 0
  for (const symbol of named) {
    for (const window of windows) {
      fills.push(...(await readWindow(rest, symbol, { ...window, pageSize })))
      onProgress?.((done += 1), of)
    }
  }
  return fills.toSorted((a, b) => a.time - b.time)
}

interface Window {
  readonly startTime: number
  readonly endTime: number
  readonly pageSize: number
}

async function readWindow(rest: RestClient, symbol: string, { startTime, endTime, pageSize }: Window): Promise<Fill[]> {
  const fills: Fill[] = []
  let page = await rest.account.getUserTrades({ symbol, startTime, endTime, limit: pageSize })
  while (true) {
    fills.push(...page.filter(({ time }) => time <= endTime))
    const last = page.at(-1)
    if (page.length < pageSize || last === undefined || last.time > endTime) return fills
    page = await rest.account.getUserTrades({ symbol, fromId: String(BigInt(last.id) + 1n), limit: pageSize })
  }
}

/** Those with any income in the window: fees show every symbol that was traded. */
async function listTradedSymbols(rest: RestClient, window: Window): Promise<ReadonlySet<string>> {
  const { endTime, pageSize } = window
  const symbols = new Set<string>()
  let { startTime } = window
  while (true) {
    const rows = await rest.account.getIncome({ startTime, endTime, limit: pageSize })
    for (const { symbol } of rows) if (symbol !== '') symbols.add(symbol)
    const newest = rows.at(-1)?.time
    if (rows.length < pageSize || newest === undefined) return symbols
    // several may share the newest millisecond; a page full of one millisecond has shown its symbols
    startTime = newest > startTime ? newest : newest + 1
  }
}
