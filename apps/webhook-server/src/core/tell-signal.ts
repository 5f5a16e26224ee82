import type { FeedBody } from '@aster/runtime'

import type { StoredSignal } from '../shell/signal-store.ts'

/** A signal as it stands, for the event feed. */
export function tellSignal(stored: StoredSignal): FeedBody {
  const { id, account, isDry, status, signal, receivedMs, endedMs } = stored
  return {
    kind: 'signal',
    id,
    account,
    symbol: signal.symbol,
    strategy: signal.strategy,
    action: isDry ? `${signal.command.kind} (dry)` : signal.command.kind,
    status,
    reason: readReason(stored),
    receivedMs,
    ...(endedMs !== undefined && { latencyMs: endedMs - receivedMs }),
  }
}

/** What came of it, for the list of decisions. */
export function tellDecision(stored: StoredSignal): FeedBody {
  const { account, status, signal } = stored
  const { strategy, symbol, command } = signal
  return {
    kind: 'decision',
    what: `${strategy}: ${command.kind} ${symbol}`,
    outcome: status === 'done' ? 'taken' : 'refused',
    reason: readReason(stored) ?? '',
    symbol,
    account,
  }
}

/** What was done, or why it was not; undefined while it is not over. */
export const readReason = ({ problem, outcome }: StoredSignal): string | undefined =>
  problem?.message ?? outcome?.message
