import { formatDecimal, toDecimal } from '@aster/core'

import type { Body } from './parse-body.ts'
import { parseCommon } from './parse-common.ts'
import { parseSlippage } from './parse-entry.ts'
import { parseExits } from './parse-exits.ts'
import { createFieldReader, type FieldReader } from './read-field.ts'
import { refuseFields } from './refusal.ts'
import { refusePlaceholders } from './refuse-placeholders.ts'
import { listUnread } from './report-unread.ts'
import type { ParsedSignal } from './signal.ts'

const signs: Readonly<Record<string, -1 | 0 | 1>> = { long: 1, flat: 0, short: -1 }
const positions = { long: 'long', flat: 'flat', short: 'short' } as const

/**
 * Understands a strategy's alert, which says how large its position is now: `position_size`, signed or with
 * `market_position`. The account is brought to that, so that a lost alert heals with the next.
 *
 * @param options.scaleOf - Contracts of a strategy's chart to base asset of the account; `scale` of the message goes before it.
 * @throws {Refusal} 400, naming each field that does not fit and its rule.
 */
export function parseTarget(
  body: Body,
  { scaleOf = () => '1' }: { readonly scaleOf?: (strategy: string) => string } = {},
): ParsedSignal {
  const fields = createFieldReader(body)
  refusePlaceholders(body, '', fields)
  const common = parseCommon(fields)
  const sign = fields.word(signs, 'market_position', 'marketPosition')
  const previous = fields.word(positions, 'prev_market_position', 'prevMarketPosition')
  const size = fields.decimal('position_size', 'market_position_size', 'positionSize')
  const factor = fields.positive('scale') ?? scaleOf(common.strategy)
  if (size === undefined && sign !== 0) fields.complain('position_size', 'is required')
  const amount = toDecimal(size ?? '0')
  if (sign === 1 && amount.lt(0)) fields.complain('position_size', 'is negative and market_position is long')
  if (sign === 0 && !amount.isZero()) fields.complain('position_size', 'is not 0 and market_position is flat')
  if (sign !== undefined && sign !== 0 && size !== undefined && amount.isZero()) {
    fields.complain('position_size', `is 0 and market_position is ${sign === 1 ? 'long' : 'short'}`)
  }
  const exits = parseExits(fields)
  refuseOtherTypes(fields)
  const maxSlippagePercent = parseSlippage(fields)
  const ignoredFields = listUnread(fields)
  if (fields.mistakes.length > 0) throw refuseFields(...fields.mistakes)
  const signed = sign === undefined ? amount : amount.abs().times(sign)
  return {
    ...common,
    command: {
      kind: 'target',
      target: formatDecimal(signed.times(factor)),
      ...exits,
      ...(previous === undefined ? {} : { previous }),
      ...(maxSlippagePercent === undefined ? {} : { maxSlippagePercent }),
    },
    ...(ignoredFields.length === 0 ? {} : { ignoredFields }),
  }
}

/** What the strategy did on the chart says nothing beside where it stands; an order that may rest would not bring it there. */
function refuseOtherTypes(fields: FieldReader): void {
  fields.has('order_action', 'orderAction')
  fields.has('contracts')
  fields.word({ market: 'market' }, 'order_type', 'orderType')
}
