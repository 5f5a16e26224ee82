/** Something that went wrong and was survived. For logs, metrics and alarms; no action is needed from the caller. */
export interface StreamIncident {
  readonly type:
    | 'connectionLost'
    | 'connectFailed'
    | 'badFrame'
    | 'handlerFailed'
    | 'silence'
    | 'refused'
    | 'unanswered'
    | 'handOverFailed'
    | 'listenKeyFailed'
    | 'reconcileFailed'
    | 'snapshotFailed'
    | 'bookBroken'
  /** One sentence. Holds no key and no URL. */
  readonly message: string
  /** The stream's name on the wire, where one is concerned. */
  readonly stream?: string
  readonly error?: unknown
}

export type ReportIncident = (incident: StreamIncident) => void

/** Calls the caller's function so that its own failure harms nobody. */
export function createIncidentReporter(onIncident: ReportIncident | undefined): ReportIncident {
  return (incident) => {
    try {
      onIncident?.(incident)
    } catch {
      // The reporter itself failed: there is nobody left to tell.
    }
  }
}
