/** What a caller does about an error. */
export type ErrorDecision =
  | 'unknownOutcome'
  | 'treatAsSuccess'
  | 'cancelTargetGone'
  | 'fatalAuth'
  | 'resync'
  | 'slowDown'
  | 'refreshSymbolRules'
  | 'refreshPosition'
  | 'refreshPositionMode'
  | 'rejected'

/** Which codes lead to which decision; every other code is a plain refusal. */
export const errorDecisions: Readonly<Record<Exclude<ErrorDecision, 'rejected'>, readonly number[]>> = {
  // a write may have been carried out: settle it by asking
  unknownOutcome: [-1000, -1001, -1006, -1007],
  // what was asked for is the case already
  treatAsSuccess: [-4046, -4052, -4059],
  // the order is final or unknown; a query tells which
  cancelTargetGone: [-2011, -2013],
  // no call of this key will work: stop and explain
  fatalAuth: [-1002, -1022, -2014, -2015, -4056, -5050],
  // the clock or the nonce: take the time anew and sign anew; nothing was accepted
  resync: [-1021, -4225],
  // a budget is spent
  slowDown: [-1003, -1015],
  // the symbol rules have changed: load exchangeInfo again
  refreshSymbolRules: [-1111, -4002, -4004, -4005, -4013, -4014, -4023, -4164, -4016, -4024],
  // our idea of the position is wrong: ask for it
  refreshPosition: [-2022, -4118, -2024],
  // our idea of the position mode is wrong: ask for it, once
  refreshPositionMode: [-4061],
}

/** -1000 is the code for unknown errors; with these words it is a plain fact. */
export const decisionsByMessage: readonly {
  readonly code: number
  readonly contains: string
  readonly decision: ErrorDecision
}[] = [
  { code: -1000, contains: 'No agent found', decision: 'fatalAuth' },
  { code: -1000, contains: 'Signature check failed', decision: 'fatalAuth' },
  { code: -1000, contains: 'Invalid symbol', decision: 'rejected' },
]

const decisionByCode = new Map(
  Object.entries(errorDecisions).flatMap(([decision, codes]) =>
    codes.map((code) => [code, decision as ErrorDecision] as const),
  ),
)

/** Says what to do about an error code; the text counts only where the code alone says too little. */
export function decideError(code: number, message: string): ErrorDecision {
  const text = message.toLowerCase()
  const byMessage = decisionsByMessage.find((rule) => rule.code === code && text.includes(rule.contains.toLowerCase()))
  return byMessage?.decision ?? decisionByCode.get(code) ?? 'rejected'
}
