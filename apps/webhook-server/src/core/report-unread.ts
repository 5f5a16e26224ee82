import { suggestName } from '@aster/runtime'

import type { FieldReader } from './read-field.ts'

/** Fields whose loss would leave a position without what protects it, or let an order cost more than was allowed. */
const guarding = [
  'stop_loss',
  'stopLoss',
  'stop_loss_percent',
  'stop_loss_amount',
  'stop_loss_price',
  'take_profit',
  'takeProfit',
  'take_profits',
  'takeProfits',
  'take_profit_percent',
  'take_profit_amount',
  'take_profit_price',
  'trailing_percent',
  'trailingPercent',
  'trailing_amount',
  'trailingAmount',
  'break_even_percent',
  'break_even_after_take_profit',
  'stop_price',
  'stopPrice',
  'limit_price',
  'limitPrice',
  'max_slippage_percent',
  'max_slippage_bps',
  'maxSlippagePercent',
  'maxSlippageBps',
  'expires_in',
  'expiresIn',
  'time_in_force',
  'timeInForce',
  'reduce_only',
  'reduceOnly',
  'leverage',
  'sentiment',
  'clamp',
] as const

/** Words that only a field that guards something has in its name. */
const guardingWords =
  /stop|takepr|profittarget|trail|breakeven|slippage|reduceonly|closeposition|^limit|^trigger|^(sl|tp)(\d|$|price|percent|amount)/

/** Free to carry whatever the sender likes. */
const free: ReadonlySet<string> = new Set(['extras'])

const mostListed = 20

/**
 * The fields of a message that nobody has asked for. One whose name comes near to a field that guards a position, or sounds
 * like one, is a mistake instead: a stop that is ignored for its spelling costs more than an alert that is refused.
 */
export function listUnread(fields: FieldReader): readonly string[] {
  const known: ReadonlySet<string> = new Set(guarding)
  return fields
    .unread()
    .filter((name) => !free.has(name))
    .map((name) => {
      const hint = known.has(name) ? undefined : findHint(name)
      if (hint !== undefined) {
        fields.complain(name.slice(0, 40), `is no field of this server, and it may guard the position${hint}`)
      }
      return name.slice(0, 40)
    })
    .slice(0, mostListed)
}

/** Undefined where a field that guards something cannot have been meant. */
function findHint(name: string): string | undefined {
  const near = suggestName(name, guarding)
  const isNear =
    near !== undefined && (plain(near).slice(0, 2) === plain(name).slice(0, 2) || letters(near) === letters(name))
  if (isNear) return `: did you mean ${near}?`
  return guardingWords.test(plain(name)) ? '' : undefined
}

const plain = (name: string): string => name.replace(/[^a-z0-9]/gi, '').toLowerCase()
const letters = (name: string): string => plain(name).split('').sort().join('')

/** Within a stop or a take-profit nothing may be left over. */
export function listNested(fields: FieldReader, path: string): void {
  const known = ['type', 'percent', 'amount', 'price', 'stop_price', 'limit_price', 'trail_percent', 'trail_amount']
  for (const name of fields.unread()) {
    const near = suggestName(name, [...known, 'fraction'])
    fields.complain(
      `${path}${name.slice(0, 40)}`,
      `is no field here${near === undefined ? '' : `: did you mean ${near}?`}`,
    )
  }
}
