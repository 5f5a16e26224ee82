import { z } from 'zod'

import { requireOneOf, withRules } from '../schema/cross-rules.ts'
import { existingClientOrderIdText, idText, symbol } from '../schema/sent.ts'

export const orderReferenceFields = {
  symbol,
  orderId: idText.optional(),
  origClientOrderId: existingClientOrderIdText.optional(),
}

/** Names one existing order: by the exchange's id or by ours. With both, the exchange's decides. */
export const orderReference = withRules(z.strictObject(orderReferenceFields), (fields) =>
  requireOneOf(fields, ['orderId', 'origClientOrderId']),
)
