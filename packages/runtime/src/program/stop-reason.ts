import type { StopSignal } from './program-host.ts'

/** Why a program is asked to stop: the `reason` of its signal. */
export class StopReason extends Error {
  override name = 'StopReason'
  readonly kind: 'signal' | 'launcherVanished' | 'fault'
  readonly signal: StopSignal | undefined
  constructor(kind: StopReason['kind'], signal?: StopSignal, options?: ErrorOptions) {
    super(describe(kind, signal), options)
    this.kind = kind
    this.signal = signal
  }
}

function describe(kind: StopReason['kind'], signal: StopSignal | undefined): string {
  if (kind === 'signal') return signal ?? 'signal'
  return kind === 'launcherVanished' ? 'launcher vanished' : 'internal fault'
}
