/** One line of a recording: when it came in, and the text exactly as it came. */
export interface Frame {
  /** Local receive time, nanoseconds since the epoch. */
  readonly receivedNs: bigint
  /** The JSON text of the frame, untouched. */
  readonly text: string
  /** Line in the recording, from 1. */
  readonly line: number
}

/** What a recording held besides its frames. All counts are so far; `end` says whether there is more to come. */
export interface RecordingReport {
  readonly lines: number
  readonly frames: number
  /** Lines that are no frame; the first of them with number and reason. */
  readonly badLines: number
  readonly firstBadLines: readonly { readonly line: number; readonly reason: string }[]
  /** Frames that claim to be older than the one before. */
  readonly disordered: number
  /** Frames with the same receive time as the one before. */
  readonly repeatedTimes: number
  readonly longestGapMs: number
  readonly firstReceivedNs: bigint | undefined
  readonly lastReceivedNs: bigint | undefined
  /**
   * `complete`: read to the end. `truncated`: the compressed file stops in the middle, as after a crash; `corrupt`: it cannot be
   * decompressed further. `stopped`: the reader was left early.
   */
  readonly end: 'reading' | 'complete' | 'truncated' | 'corrupt' | 'stopped'
}
