export const severities = ['info', 'warning', 'critical'] as const
export type Severity = (typeof severities)[number]

/** Something a person should know although nobody looks at a screen. */
export interface Notice {
  readonly severity: Severity
  readonly title: string
  readonly text: string
  /** Notices with the same key are one: the repeats are counted, not sent. The title by default. */
  readonly key?: string | undefined
}

/** One way out. Sends once; the sender decides about repeating. @throws {Error} It was not delivered. */
export interface NoticeChannel {
  readonly name: string
  /** The least severity that goes this way. */
  readonly minimum: Severity
  send(text: string, notice: Notice, signal: AbortSignal): Promise<void>
}

export const isAtLeast = (severity: Severity, minimum: Severity): boolean =>
  severities.indexOf(severity) >= severities.indexOf(minimum)
