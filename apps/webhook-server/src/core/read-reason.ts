import type { StoredSignal } from './stored-signal.ts'

/** What was done, or why it was not; undefined while it is not over. */
export const readReason = ({ problem, outcome }: Pick<StoredSignal, 'problem' | 'outcome'>): string | undefined =>
  problem?.message ?? outcome?.message
