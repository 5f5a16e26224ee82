import type { StyledLine } from '@aster/runtime'

/** What an account looks like at one moment. Decimals are texts. */
export interface WatchedAccount {
  readonly account: string
  readonly place: string
  readonly balances: readonly { readonly asset: string; readonly balance: string; readonly available: string }[]
  readonly positions: readonly {
    readonly symbol: string
    readonly positionSide: string
    readonly quantity: string
    readonly entryPrice: string
    readonly markPrice: string
    readonly unrealizedPnl: string
    /** '0' where there is none. */
    readonly liquidationPrice: string
    readonly isProtected: boolean
  }[]
  readonly orders: readonly {
    readonly symbol: string
    readonly side: string
    readonly type: string
    readonly quantity: string
    readonly price: string
    readonly markPrice: string | undefined
    readonly clientOrderId: string
  }[]
  /** Oldest first. */
  readonly events: readonly { readonly atMs: number; readonly text: string; readonly isBad: boolean }[]
  readonly budgets: readonly { readonly name: string; readonly used: number; readonly limit: number }[]
  /** Since the exchange last answered. */
  readonly ageMs: number
}

const staleAfterMs = 15_000
const trim = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)

/** Percent from the mark price to another one; nothing where either is missing. */
export function percentFromMark(price: string, mark: string | undefined): string {
  const [there, here] = [Number(price), Number(mark ?? 0)]
  return there > 0 && here > 0 ? `${((there / here - 1) * 100).toFixed(2)}%` : ''
}

/** The screen as lines, at most `rows`. What matters most stands first in a line: a narrow terminal cuts the rest. */
export function renderWatch(state: WatchedAccount, size: { readonly rows: number }): StyledLine[] {
  const isStale = state.ageMs > staleAfterMs
  const age = `${(state.ageMs / 1_000).toFixed(0)} s ago`
  const head: StyledLine[] = [
    [
      [state.account, 'strong'],
      [`  ${state.place}  `, 'dim'],
      isStale ? [`STALE, last answer ${age}`, 'bad'] : [age, 'dim'],
    ],
    state.balances.flatMap(({ asset, balance, available }, index) => [
      [`${index === 0 ? '' : '  '}${asset} ${trim(balance)}`] as const,
      [` free ${trim(available)}`, 'dim'] as const,
    ]),
    [],
    ...state.positions.map(renderPosition),
    ...(state.positions.length === 0 ? [[['flat', 'dim']] as StyledLine] : []),
    ...state.orders.map(renderOrder),
    ...(state.orders.length === 0 ? [[['no orders', 'dim']] as StyledLine] : []),
  ]
  const foot: StyledLine[] = [
    [],
    [[state.budgets.map(({ name, used, limit }) => `${name} ${used}/${limit}`).join('  '), 'dim']],
  ]
  const free = Math.max(0, size.rows - head.length - foot.length)
  const events = free === 0 ? [] : state.events.slice(-free).map(renderEvent)
  return [...head, ...events, ...foot].slice(0, size.rows)
}

type Position = WatchedAccount['positions'][number]

function renderPosition(position: Position): StyledLine {
  const { symbol, quantity, entryPrice, unrealizedPnl, liquidationPrice, markPrice, isProtected } = position
  const distance = percentFromMark(liquidationPrice, markPrice)
  const pnl = Number(unrealizedPnl)
  return [
    [symbol.padEnd(10), 'strong'],
    [quantity.startsWith('-') ? 'short ' : 'long  ', quantity.startsWith('-') ? 'bad' : 'good'],
    isProtected ? ['stop yes', 'good'] : ['NO STOP ', 'bad'],
    [`  ${pnl.toFixed(2).padStart(9)}`, pnl < 0 ? 'bad' : 'good'],
    ['  liq ', 'dim'],
    [(distance === '' ? 'none' : distance).padEnd(8)],
    [`  ${trim(quantity)} at ${trim(entryPrice)}, mark ${trim(markPrice)}`],
    [position.positionSide === 'BOTH' ? '' : `  ${position.positionSide}`, 'dim'],
  ]
}

function renderOrder(order: WatchedAccount['orders'][number]): StyledLine {
  const { symbol, side, type, quantity, price, markPrice, clientOrderId } = order
  return [
    [symbol.padEnd(10), 'dim'],
    [side.padEnd(5), side === 'BUY' ? 'good' : 'bad'],
    [`${trim(price).padEnd(10)} ${percentFromMark(price, markPrice).padStart(7)}`],
    [`  ${type} ${trim(quantity)}`],
    [`  ${clientOrderId}`, 'dim'],
  ]
}

function renderEvent({ atMs, text, isBad }: WatchedAccount['events'][number]): StyledLine {
  return [
    [`${new Date(atMs).toISOString().slice(11, 19)}  `, 'dim'],
    [text, isBad ? 'bad' : 'plain'],
  ]
}
