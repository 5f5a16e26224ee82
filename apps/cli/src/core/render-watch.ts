import type { StyledLine } from '@aster/runtime'

import { describeDistance } from './describe-distance.ts'
import { trimDecimal } from './trim-decimal.ts'

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
  /** Booked since 00:00 UTC, in USDT; undefined until it was read. */
  readonly day: { readonly profit: number; readonly fees: number; readonly funding: number } | undefined
  /** Since the exchange last answered. */
  readonly ageMs: number
  /** An older picture is no picture. */
  readonly staleAfterMs: number
  /** Why the last look failed; undefined when it did not. */
  readonly trouble: string | undefined
}

/** The screen as lines, at most `rows`. What matters most stands first in a line: a narrow terminal cuts the rest. */
export function renderWatch(state: WatchedAccount, size: { readonly rows: number }): StyledLine[] {
  const head: StyledLine[] = [
    renderHead(state),
    state.balances.flatMap(({ asset, balance, available }, index) => [
      [`${index === 0 ? '' : '  '}${asset} ${trimDecimal(balance)}`] as const,
      [` free ${trimDecimal(available)}`, 'dim'] as const,
    ]),
    ...renderDay(state.day),
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

/** What is wrong stands first: a narrow terminal cuts the rest. */
function renderHead({ account, place, ageMs, staleAfterMs, trouble }: WatchedAccount): StyledLine {
  const age = `${(ageMs / 1_000).toFixed(0)} s`
  const name = shortenAddress(account)
  if (trouble === undefined && ageMs <= staleAfterMs) {
    return [
      [name, 'strong'],
      [`  ${place}  ${age} ago`, 'dim'],
    ]
  }
  const why = trouble === undefined ? '' : `: ${trouble}`
  return [
    [name, 'strong'],
    [`  STALE, no answer for ${age}${why}`, 'bad'],
    [`  ${place}`, 'dim'],
  ]
}

const shortenAddress = (text: string): string =>
  text.replace(/^(0x[0-9a-fA-F]{4})[0-9a-fA-F]{32}([0-9a-fA-F]{4})$/, '$1…$2')

function renderDay(day: WatchedAccount['day']): StyledLine[] {
  if (day === undefined) return []
  const net = day.profit + day.fees + day.funding
  return [
    [
      [`today ${net.toFixed(2)}`, net < 0 ? 'bad' : 'good'],
      [`  profit ${day.profit.toFixed(2)}  fees ${day.fees.toFixed(2)}  funding ${day.funding.toFixed(2)}`, 'dim'],
    ],
  ]
}

type Position = WatchedAccount['positions'][number]

function renderPosition(position: Position): StyledLine {
  const { symbol, quantity, entryPrice, unrealizedPnl, liquidationPrice, markPrice, isProtected } = position
  const distance = describeDistance(liquidationPrice, markPrice)
  const pnl = Number(unrealizedPnl)
  return [
    [symbol.padEnd(10), 'strong'],
    [quantity.startsWith('-') ? 'short ' : 'long  ', quantity.startsWith('-') ? 'bad' : 'good'],
    isProtected ? ['stop yes', 'good'] : ['NO STOP ', 'bad'],
    [`  ${pnl.toFixed(2).padStart(9)}`, pnl < 0 ? 'bad' : 'good'],
    ['  liq ', 'dim'],
    [(distance === '' ? 'none' : distance).padEnd(8)],
    [`  ${trimDecimal(quantity)} at ${trimDecimal(entryPrice)}, mark ${trimDecimal(markPrice)}`],
    [position.positionSide === 'BOTH' ? '' : `  ${position.positionSide}`, 'dim'],
  ]
}

function renderOrder(order: WatchedAccount['orders'][number]): StyledLine {
  const { symbol, side, type, quantity, price, markPrice, clientOrderId } = order
  return [
    [symbol.padEnd(10), 'dim'],
    [side.padEnd(5), side === 'BUY' ? 'good' : 'bad'],
    [`${trimDecimal(price).padEnd(10)} ${describeDistance(price, markPrice).padStart(7)}`],
    [`  ${type} ${Number(quantity) === 0 ? 'all' : trimDecimal(quantity)}`],
    [`  ${clientOrderId}`, 'dim'],
  ]
}

function renderEvent({ atMs, text, isBad }: WatchedAccount['events'][number]): StyledLine {
  return [
    [`${new Date(atMs).toISOString().slice(11, 19)}  `, 'dim'],
    [text, isBad ? 'bad' : 'plain'],
  ]
}
