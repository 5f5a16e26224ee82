/** One HTTP request, complete: the transport adds nothing that is signed and encodes nothing again. */
export interface TransportRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Absolute, query string included, exactly as it goes on the wire. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  /** Time for the whole exchange, from now to the last byte of the answer. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

export interface TransportResponse {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * One request in, one answer out. Rejects only with {@link TransportFailure}; any status code is an answer.
 * A transport never repeats a request.
 */
export interface Transport {
  send(request: TransportRequest): Promise<TransportResponse>
  /** Opens `connections` sockets to the origin ahead of the first order. Optional. */
  warmUp?(origin: string, connections: number): Promise<void>
  close(): Promise<void>
}

/** Why no answer came, and whether the request can have reached the exchange. */
export class TransportFailure extends Error {
  override name = 'TransportFailure'
  /**
   * - `unsent`: not one byte of the request was written; the exchange cannot have seen it.
   * - `sent`: it may have arrived. A write must be treated as unknown.
   */
  readonly phase: 'unsent' | 'sent'
  readonly reason: 'timeout' | 'aborted' | 'refused' | 'reset' | 'invalid' | 'closed'
  constructor(phase: 'unsent' | 'sent', reason: TransportFailure['reason'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.phase = phase
    this.reason = reason
  }
}
