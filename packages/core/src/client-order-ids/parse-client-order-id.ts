/** The parts of an id in our form. */
export interface ClientOrderIdParts {
  readonly prefix: string
  /** Names one thing that we wanted; all its attempts share it. */
  readonly intent: string
  /** What the order was for, where the intent says so. */
  readonly label: string | undefined
  /** From 1. */
  readonly attempt: number
}

/** 1 to 36 letters, digits and `. : / _ -`: what the exchange accepts as a client order id. */
const clientOrderIdForm = /^[.A-Z:/a-z0-9_-]{1,36}$/
const ourForm = /^([.A-Z:/a-z0-9_]+)-(?:([A-Z:/a-z0-9_]+)\.)?([A-Z:/a-z0-9_]+)-([1-9]\d{0,2})$/

/** Splits an id of the form `prefix-intent-attempt`; `undefined` for any other, such as the exchange's own. */
export function parseClientOrderId(id: string): ClientOrderIdParts | undefined {
  if (!isClientOrderId(id)) return undefined
  const [, prefix, label, token, attempt] = ourForm.exec(id) ?? []
  if (prefix === undefined || token === undefined || attempt === undefined) return undefined
  return { prefix, intent: label === undefined ? token : `${label}.${token}`, label, attempt: Number(attempt) }
}

/** Whether the exchange would accept it as `newClientOrderId`. */
export function isClientOrderId(id: string): boolean {
  return clientOrderIdForm.test(id) && !isExchangeOrderId(id)
}

/** Whether an order is the exchange's own: a liquidation (`autoclose-`) or auto-deleveraging (`adl_`). */
export function isExchangeOrderId(id: string): boolean {
  return id.startsWith('autoclose-') || id.startsWith('adl_')
}
