import { type Clock, type Connector, createVirtualClock, type SocketHandlers } from '@aster/core'
import { createStreamClient, type StreamClient } from '@aster/ws'

/** A stream client whose connection brings what it is given: the whole way of a frame, without a network. */
export interface FrameFeed {
  readonly streams: StreamClient
  readonly clock: Clock
  /** Lets timers and promises run. */
  settle(): Promise<void>
  /** Brings a frame, as the socket would. */
  push(frame: string): void
}

export function createFrameFeed(): FrameFeed {
  const clock = createVirtualClock({ startMs: 1_700_000_000_000 })
  let handlers: SocketHandlers | undefined
  const connector: Connector = {
    connect(_url, given) {
      handlers = given
      clock.schedule(0, () => given.onOpen())
      const nothing = () => {}
      return {
        send: nothing,
        ping: nothing,
        pause: nothing,
        resume: nothing,
        bufferedBytes: 0,
        close: nothing,
        terminate: nothing,
      }
    },
    close: () => Promise.resolve(),
  }
  return {
    streams: createStreamClient({ connector, clock, baseUrl: 'ws://bench.invalid' }),
    clock,
    settle: () => clock.advance(1),
    push: (frame) => handlers?.onMessage(frame),
  }
}
