import type { Clock, Connector, Random, Socket, SocketHandlers } from '@aster/core'

import { damageFrame } from './damage-frame.ts'

/** Sockets to an exchange that lose, repeat, delay and damage frames, are cut, go dead or mute, while the storm lasts. */
export interface FaultyLine {
  readonly connector: Connector
  /** Sends a payload to every connection that carries the stream. */
  publish(stream: string, payload: unknown): void
  /** Sends an event to every connection of the key. `isLast`: it is never lost by itself, for nothing would show it. */
  publishUser(key: string, payload: unknown, isLast: boolean): void
  /** What was done to frames and connections, by kind. */
  readonly faults: Readonly<Record<string, number>>
}

interface Line {
  readonly path: string
  readonly names: Set<string>
  readonly handlers: SocketHandlers
  state: 'opening' | 'open' | 'closed'
  /** Nothing comes any more. */
  isMute: boolean
  answersPings: boolean
}

const latencyMs = 5
const stepMs = 1_000

export function createFaultyLine(parts: {
  readonly clock: Clock
  readonly random: Random
  readonly isStormy: () => boolean
}): FaultyLine {
  const { clock, random, isStormy } = parts
  const lines = new Set<Line>()
  const faults: Record<string, number> = {}
  const hits = (kind: string, probability: number): boolean => {
    if (!isStormy() || random.next() >= probability) return false
    faults[kind] = (faults[kind] ?? 0) + 1
    return true
  }

  const end = (line: Line) => {
    if (line.state === 'closed') return
    line.state = 'closed'
    lines.delete(line)
    clock.schedule(0, () => line.handlers.onClose(1006, ''))
  }

  const carry = (line: Line, text: string, delayMs: number) => {
    clock.schedule(delayMs, () => {
      if (line.state === 'open' && !line.isMute) line.handlers.onMessage(text)
    })
  }

  const send = (line: Line, text: string, mayLose: boolean, onlyUnreadable: boolean) => {
    if (mayLose && hits('lost', 0.02)) return
    const damaged = hits('damaged', 0.02) ? damageFrame(text, random, onlyUnreadable) : text
    const delayMs = hits('late', 0.04) ? latencyMs + random.next() * 500 : latencyMs
    carry(line, damaged, delayMs)
    if (hits('repeated', 0.04)) carry(line, text, latencyMs + random.next() * 500)
  }

  const storm = () => {
    clock.schedule(stepMs, storm)
    for (const line of lines) {
      if (hits('cut', 0.06)) end(line)
      else if (hits('dead', 0.02)) {
        line.isMute = true
        line.answersPings = false
      } else if (hits('mute', 0.02)) line.isMute = true
    }
  }
  clock.schedule(stepMs, storm)

  const connect = (url: string, handlers: SocketHandlers): Socket => {
    const { pathname, searchParams } = new URL(url)
    const names = new Set(searchParams.get('streams')?.split('/') ?? [])
    const line: Line = { path: pathname, names, handlers, state: 'opening', isMute: false, answersPings: true }
    lines.add(line)
    if (hits('refused', 0.1)) end(line)
    else {
      clock.schedule(latencyMs, () => {
        if (line.state !== 'opening') return
        line.state = 'open'
        handlers.onOpen()
      })
    }
    return {
      send(text) {
        const { method, params = [], id } = JSON.parse(text) as { method: string; params?: string[]; id: number }
        for (const name of params) {
          if (method === 'SUBSCRIBE') names.add(name)
          else names.delete(name)
        }
        send(line, JSON.stringify({ result: null, id }), true, false)
      },
      ping() {
        clock.schedule(latencyMs, () => {
          if (line.state === 'open' && line.answersPings) handlers.onPong?.(new Uint8Array())
        })
      },
      pause() {},
      resume() {},
      bufferedBytes: 0,
      close: () => end(line),
      terminate: () => end(line),
    }
  }

  return {
    connector: { connect, close: () => Promise.resolve() },
    publish(stream, payload) {
      const text = `{"stream":"${stream}","data":${JSON.stringify(payload)}}`
      for (const line of lines) if (line.names.has(stream)) send(line, text, true, false)
    },
    publishUser(key, payload, isLast) {
      const text = JSON.stringify(payload)
      for (const line of lines) if (line.path === `/ws/${key}`) send(line, text, !isLast, true)
    },
    faults,
  }
}
