/** What a socket tells its owner. After `onClose` nothing more is called. */
export interface SocketHandlers {
  onOpen(): void
  onMessage(text: string): void
  onPing?(payload: Uint8Array): void
  onPong?(payload: Uint8Array): void
  /** Called exactly once, also when the connection never opened. `code` as in RFC 6455; 1006 without a close frame. */
  onClose(code: number, reason: string): void
}

/** A WebSocket, open or opening. Pings of the other side are answered by the implementation. */
export interface Socket {
  send(text: string): void
  ping(payload?: Uint8Array): void
  /** Stops reading, so that the other side feels the pressure; `resume` goes on. */
  pause(): void
  resume(): void
  /** Bytes that were handed to `send` and have not left yet. */
  readonly bufferedBytes: number
  /** Closes in order. */
  close(code?: number, reason?: string): void
  /** Cuts the connection at once, without a close frame. */
  terminate(): void
}

/** One URL in, one socket out. Returns at once; success or failure comes through the handlers. */
export interface Connector {
  connect(url: string, handlers: SocketHandlers, options?: { readonly handshakeTimeoutMs?: number }): Socket
  close(): Promise<void>
}
