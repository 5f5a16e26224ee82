import type { CallOptions } from '../client/rest-client.ts'
import type { SignRequest } from '../request/plan-call.ts'

// marked by identity: nothing outside this package can make such options
const marked = new WeakSet<CallOptions>()

/** Options of a call that may move money off the account. Made by the wallet entry point alone. */
export function markMoneyMover(options: CallOptions = {}): CallOptions {
  const copy = { ...options }
  marked.add(copy)
  return copy
}

export const isMoneyMover = (options: CallOptions): boolean => marked.has(options)

/** The same options with another signer; what may move money still may. */
export function withSignRequest(options: CallOptions = {}, signRequest: SignRequest): CallOptions {
  const copy = { ...options, signRequest }
  if (marked.has(options)) marked.add(copy)
  return copy
}
