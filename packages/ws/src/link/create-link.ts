import type { Clock, Connector, Socket, Timer } from '@aster/core'

import { toLocalMs } from './to-local-ms.ts'

export interface LinkTiming {
  readonly handshakeTimeoutMs: number
  /** Silence after which we ping. */
  readonly pingAfterMs: number
  /** Time the answer may take; after it the connection counts as dead although no close came. */
  readonly pongWithinMs: number
  /** Time a close handshake may take before the socket is cut. */
  readonly closeWithinMs: number
}

export const defaultLinkTiming: LinkTiming = {
  handshakeTimeoutMs: 10_000,
  pingAfterMs: 15_000,
  pongWithinMs: 10_000,
  closeWithinMs: 1_000,
}

export interface LinkHandlers {
  onOpen(): void
  onText(text: string): void
  /** Called once, never after `close`. Nothing else is called after it. */
  onDown(reason: string): void
}

/** One physical connection with its liveness. Once it is closed or down, nothing of it reaches its owner any more. */
export interface Link {
  readonly state: 'opening' | 'open' | 'closed'
  /** Local time at which anything was last heard: a frame, a ping, a pong, the opening. Milliseconds since the epoch. */
  readonly lastHeardMs: number
  /** The same moment on the monotonic clock, milliseconds. */
  readonly heardAtMs: number
  send(text: string): void
  /** Asks for a sign of life; its answer counts as heard. */
  probe(): void
  /** Stops reading; silence is no sign of death meanwhile. */
  pause(): void
  resume(): void
  close(): void
}

export function createLink(
  parts: { readonly connector: Connector; readonly clock: Clock; readonly url: string; readonly timing: LinkTiming },
  handlers: LinkHandlers,
): Link {
  const { connector, clock, url, timing } = parts
  let state: Link['state'] = 'opening'
  let heardAtMs = clock.monotonicMs()
  let isPaused = false
  let closing: Timer | undefined

  const hear = () => {
    heardAtMs = clock.monotonicMs()
  }

  const end = (reason: string | undefined) => {
    if (state === 'closed') return
    state = 'closed'
    timer.cancel()
    if (reason !== undefined) handlers.onDown(reason)
  }

  const watchSilence = () => {
    const quietMs = clock.monotonicMs() - heardAtMs
    if (isPaused || quietMs < timing.pingAfterMs) {
      timer = clock.schedule(isPaused ? timing.pingAfterMs : timing.pingAfterMs - quietMs, watchSilence)
      return
    }
    socket.ping()
    timer = clock.schedule(timing.pongWithinMs, () => {
      if (isPaused || clock.monotonicMs() - heardAtMs < timing.pongWithinMs) watchSilence()
      else {
        socket.terminate()
        end(`no answer to a ping within ${timing.pongWithinMs} ms`)
      }
    })
  }

  let timer = clock.schedule(timing.handshakeTimeoutMs, () => {
    socket.terminate()
    end(`did not open within ${timing.handshakeTimeoutMs} ms`)
  })
  const socket: Socket = connector.connect(
    url,
    {
      onOpen() {
        if (state !== 'opening') return
        state = 'open'
        hear()
        timer.cancel()
        timer = clock.schedule(timing.pingAfterMs, watchSilence)
        handlers.onOpen()
      },
      onMessage(text) {
        if (state !== 'open') return
        hear()
        handlers.onText(text)
      },
      onPing: hear,
      onPong: hear,
      onClose(code, reason) {
        closing?.cancel()
        end(`closed with code ${code}${reason === '' ? '' : `: ${reason}`}`)
      },
    },
    { handshakeTimeoutMs: timing.handshakeTimeoutMs },
  )

  return {
    get state() {
      return state
    },
    get lastHeardMs() {
      return toLocalMs(clock, heardAtMs)
    },
    get heardAtMs() {
      return heardAtMs
    },
    send: (text) => socket.send(text),
    probe() {
      if (state === 'open') socket.ping()
    },
    pause() {
      isPaused = true
      socket.pause()
    },
    resume() {
      isPaused = false
      hear()
      socket.resume()
    },
    close() {
      if (state === 'closed') return
      const wasOpen = state === 'open'
      end(undefined)
      if (!wasOpen) {
        socket.terminate()
        return
      }
      closing = clock.schedule(timing.closeWithinMs, () => socket.terminate())
      socket.close(1000)
    },
  }
}
