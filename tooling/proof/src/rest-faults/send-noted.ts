import type { CallOptions, LostRequest, RestClient } from '@aster/rest'

/** What came of a call, and what is needed to find out when nothing did. */
export interface Noted extends LostRequest {
  /** The answer, or the error that took its place. */
  readonly answer: unknown
}

/** How long a call may wait for room in the client's budgets, the clock of these runs being fast. */
const budgetWaitMs = 60_000

/** Makes a call that may be lost, and notes when it was sent and under which nonce, as a journal would. */
export async function sendNoted(client: RestClient, call: (options: CallOptions) => Promise<unknown>): Promise<Noted> {
  let sentAtMs = client.clock.now()
  let nonceUs: bigint | undefined
  const onSigned: CallOptions['onSigned'] = (facts) => {
    sentAtMs = client.clock.now()
    nonceUs = facts.nonceUs
  }
  try {
    return { answer: await call({ onSigned, budgetWaitMs }), sentAtMs, nonceUs }
  } catch (answer) {
    return { answer, sentAtMs, nonceUs }
  }
}
