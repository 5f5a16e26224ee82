/** The far end of one connection, as the hub sees it: a real socket or one in memory. */
export interface Sink {
  send(text: string): void
  ping(): void
  /** Answers a ping with what it carried. */
  pong(payload: Uint8Array): void
  /** Closes in order, with a close frame. */
  close(code: number, reason: string): void
  /** Cuts at once. */
  terminate(): void
  /** Bytes that wait because the other side reads too slowly. */
  readonly bufferedBytes: number
}
