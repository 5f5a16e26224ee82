import { type Clock, type Secret, type Timer, withDeadline } from '@aster/core'

export interface HeartbeatOptions {
  readonly clock: Clock
  /** Asked with GET; the watchdog raises the alarm when this stops. */
  readonly url: Secret
  /** 60 s by default. */
  readonly everyMs?: number | undefined
  /** No beat goes out while this says false: a program that lives but cannot trade should raise the alarm too. */
  readonly isWell: () => boolean
  readonly onFailure?: ((reason: string) => void) | undefined
  readonly get?: ((url: string, signal: AbortSignal) => Promise<void>) | undefined
}

const getUrl = async (url: string, signal: AbortSignal): Promise<void> => {
  const response = await fetch(url, { signal })
  await response.body?.cancel()
  if (!response.ok) throw new Error(`the watchdog answered HTTP ${response.status}`)
}

/** Tells an outside watchdog regularly that all is well. Returns how to stop. Never in the way of trading. */
export function startHeartbeat(options: HeartbeatOptions): () => void {
  const { clock, url, everyMs = 60_000, isWell, onFailure, get = getUrl } = options
  let timer: Timer | undefined
  let isStopped = false
  const beat = async (): Promise<void> => {
    try {
      if (isWell()) await withDeadline(clock, Math.min(everyMs, 10_000), (signal) => get(url.reveal(), signal))
    } catch (error) {
      onFailure?.(error instanceof Error ? error.message.replaceAll(url.reveal(), '[hidden]') : 'it failed')
    }
    if (!isStopped) timer = clock.schedule(everyMs, () => void beat())
  }
  void beat()
  return () => {
    isStopped = true
    timer?.cancel()
  }
}
