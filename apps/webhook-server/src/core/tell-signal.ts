import type { FeedBody } from '@aster/runtime'

import type { StoredSignal } from '../shell/signal-store.ts'

/** A signal as it stands, for the event feed. */
export function tellSignal(stored: StoredSignal): FeedBody {
  const { id, account, isDry, status, signal, receivedMs, endedMs, outcome, problem } = stored
  return {
    kind: 'signal',
    id,
    account,
    symbol: signal.symbol,
    strategy: signal.strategy,
    action: isDry ? `${signal.command.kind} (dry)` : signal.command.kind,
    status,
    reason: problem?.message ?? outcome?.message,
    receivedMs,
    ...(endedMs !== undefined && { latencyMs: endedMs - receivedMs }),
  }
}
