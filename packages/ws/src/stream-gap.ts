/**
 * - `disconnected`: the connection was lost and is back.
 * - `silence`: nothing came for longer than the stream's budget, and the connection was replaced.
 * - `handOver`: two connections were to overlap, and the overlap could not be proved.
 * - `missing`: the numbers of two events that followed each other leave something out.
 * - `badFrame`: a frame could not be read.
 * - `overflow`: the reader was too slow; `dropped` events were left out.
 */
export type GapReason = 'disconnected' | 'silence' | 'handOver' | 'missing' | 'badFrame' | 'overflow'

/** A stretch of time in which events of a stream may be missing. What it carried has to be read elsewhere. */
export interface StreamGap {
  readonly type: 'gap'
  /** The stream's name on the wire. */
  readonly stream: string
  readonly reason: GapReason
  /** Last moment at which the stream was known to be complete. Local time, milliseconds since the epoch. */
  readonly startMs: number
  /** From here on it is complete again. */
  readonly endMs: number
  /** Events left out, where they were counted. */
  readonly dropped?: number
}
