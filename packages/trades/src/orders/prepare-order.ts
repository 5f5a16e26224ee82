import { JournalError } from '../journal/journal-errors.ts'
import type { ApprovedOrder } from '../risk/approved-order.ts'
import type { DeskParts, OrderRequest } from './order-desk.ts'
import { type OrderParameters, toOrderParameters, toOrderTerms } from './order-parameters.ts'
import type { OrderTerms } from './order-terms.ts'
import { refuseOrder } from './refuse-order.ts'
import type { SentOrder } from './settle-in-doubt.ts'

/** An order that has its id and stands in the tracker; nothing of it has left. */
export interface PreparedOrder {
  readonly clientOrderId: string
  readonly parameters: OrderParameters
  readonly terms: OrderTerms
  readonly reducesRisk: boolean
}

/**
 * Chooses the id and takes the order into the tracker, in one turn with its approval.
 *
 * @throws {ParameterError} The order breaks a rule.
 * @throws {AccountClosedError} The account is closing.
 */
export function prepareOrder(parts: DeskParts, { request, isReducing: reducesRisk }: ApprovedOrder): PreparedOrder {
  if (!reducesRisk) parts.checkOpen()
  const clientOrderId = request.clientOrderId ?? parts.nextId(request.label ?? '')
  const parameters = toOrderParameters(parts.getRules(request.symbol), request, parts.isHedgeMode(), clientOrderId)
  const terms = toOrderTerms(request)
  parts.tracker.open(clientOrderId, terms)
  return { clientOrderId, parameters, terms, reducesRisk }
}

/** @throws What the journal or the sink threw, unless the order takes risk off: then it is sent all the same. */
export async function writeIntent(
  parts: DeskParts,
  { clientOrderId, terms, reducesRisk }: PreparedOrder,
): Promise<void> {
  try {
    await parts.write({ type: 'intent', atMs: parts.clock.now(), clientOrderId, terms })
  } catch (error) {
    if (!reducesRisk) {
      refuseOrder(parts, clientOrderId, undefined, 'the intent could not be written down')
      throw error
    }
    const what = `The intent of ${clientOrderId} could not be written down; it reduces risk and is sent`
    parts.report('listenerFailed', what)
  }
}

/**
 * The order is signed: the last moment to write something down, and to hold it back. Since its approval it may have waited
 * for the disk and for budgets.
 *
 * @throws {RiskRefusedError} The gate has been shut since it was approved.
 * @throws {AccountClosedError} The account is closing.
 * @throws {JournalError} The journal has not got it, and it adds risk.
 */
export async function writeSent(
  parts: DeskParts,
  { clientOrderId, terms, reducesRisk }: Pick<PreparedOrder, 'clientOrderId' | 'terms' | 'reducesRisk'>,
  { sentAtMs, nonceUs }: Pick<SentOrder, 'sentAtMs' | 'nonceUs'>,
): Promise<void> {
  if (!reducesRisk) {
    parts.checkOpen()
    parts.confirm(terms as OrderRequest, clientOrderId)
  }
  try {
    await parts.write({ type: 'sent', atMs: sentAtMs, clientOrderId, nonceUs })
  } catch (error) {
    if (error instanceof JournalError && !reducesRisk) throw error
    parts.report('listenerFailed', String(error), clientOrderId)
  }
}
