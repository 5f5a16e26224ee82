import type { FeedBody } from '@aster/runtime'

import { readReason } from './read-reason.ts'
import type { StoredSignal } from './stored-signal.ts'

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
