import type { CallPlan } from '../request/plan-call.ts'

type Row = Readonly<Record<string, unknown>>

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)

const differs = (asked: unknown, answered: unknown): boolean =>
  typeof asked === 'string' && typeof answered === 'string' && asked !== answered

const differsInLetters = (asked: unknown, answered: unknown): boolean =>
  differs(asked, answered) && String(asked).toUpperCase() !== String(answered).toUpperCase()

function findRowMismatch(asked: Row, clientOrderId: string | undefined, row: unknown): string | undefined {
  if (!isRow(row)) return undefined
  if (differs(clientOrderId, row['clientOrderId'])) return `about the client order id ${String(row['clientOrderId'])}`
  if (differs(asked['orderId'], row['orderId'])) return `about the order ${String(row['orderId'])}`
  if (differsInLetters(asked['symbol'], row['symbol'])) return `about the symbol ${String(row['symbol'])}`
  return undefined
}

/** What a batch says about its elements: an object each, or the id alone. */
function listAsked({ endpoint, values }: CallPlan): readonly Row[] {
  const name = endpoint.elementsOf?.find((candidate) => Array.isArray(values[candidate]))
  const list = name === undefined ? [] : (values[name] as readonly unknown[])
  return list.map((element) => (isRow(element) ? element : name === 'orderIdList' ? { orderId: element } : {}))
}

/**
 * What shows that an answer belongs to another request, as a proxy or a socket out of step would give it; undefined:
 * nothing does. Names are compared where both sides have them: symbol, order id, client order id; for a batch one
 * element after the other.
 */
export function findMismatch(plan: CallPlan, data: unknown): string | undefined {
  const { values, clientOrderId, clientOrderIds } = plan
  if (!Array.isArray(data)) return findRowMismatch(values, clientOrderId, data)
  if (clientOrderIds === undefined) return undefined
  const asked = listAsked(plan)
  for (const [index, row] of data.entries()) {
    const mismatch = findRowMismatch(asked[index] ?? {}, clientOrderIds[index], row)
    if (mismatch !== undefined) return `${mismatch} at element ${index}`
  }
  return undefined
}
