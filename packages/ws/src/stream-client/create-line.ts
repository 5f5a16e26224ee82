import type { Clock, Connector, Random } from '@aster/core'

import { createBackoff } from '../link/create-backoff.ts'
import { createLink, type Link } from '../link/create-link.ts'
import type { ReportIncident } from '../stream-incident.ts'
import { parseControlAnswer } from './control-answer.ts'
import type { StreamEntry } from './create-stream-entry.ts'
import { createSubscriptionControl, type SubscriptionControl } from './create-subscription-control.ts'
import { readStreamName } from './parse-stream-frame.ts'
import type { StreamTiming } from './stream-timing.ts'

/** One connection that carries streams: a link, its subscriptions, and the way of a frame to its stream. */
export interface Line {
  readonly link: Link
  readonly control: SubscriptionControl
  readonly frames: number
  /** True once every wanted stream is confirmed. */
  readonly isComplete: boolean
  close(): void
}

export interface LineHandlers {
  onCarried(names: readonly string[]): void
  onDown(reason: string): void
}

/** Names beyond this many characters of URL are subscribed once the connection is open. */
const urlNamesLength = 1_500

export function createLine(
  parts: {
    readonly connector: Connector
    readonly clock: Clock
    readonly random: Random
    readonly baseUrl: string
    readonly timing: StreamTiming
    readonly isRaw?: boolean
    readonly entries: ReadonlyMap<string, StreamEntry>
    readonly report: ReportIncident
  },
  handlers: LineHandlers,
): Line {
  const { connector, clock, random, baseUrl, timing, entries, report } = parts
  const { isRaw = false } = parts
  const urlNames = takeUrlNames(entries.keys()).slice(0, isRaw ? 1 : undefined)
  const [rawName = ''] = urlNames
  let frames = 0
  let isDown = false

  const goDown = (reason: string) => {
    if (isDown) return
    isDown = true
    control.close()
    link.close()
    handlers.onDown(reason)
  }

  const control = createSubscriptionControl({
    clock,
    backoff: createBackoff(random, 1_000, 30_000),
    wanted: entries,
    send: (text) => link.send(text),
    onCarried: (names) => handlers.onCarried(names),
    onUnanswered: () => {
      report({ type: 'unanswered', message: 'A subscription got no answer; the connection is replaced' })
      goDown('a subscription got no answer')
    },
    report,
  })

  const refuse = (message: string, error?: unknown) => {
    report({ type: 'badFrame', message: `${message}; it may have belonged to any stream`, error })
    for (const entry of entries.values()) entry.miss()
  }

  const readOtherFrame = (text: string) => {
    let frame: unknown
    try {
      frame = JSON.parse(text)
    } catch (error) {
      refuse('A frame is not JSON', error)
      return
    }
    const { stream } = (frame ?? {}) as { readonly stream?: unknown }
    const entry = typeof stream === 'string' ? entries.get(stream) : undefined
    if (entry !== undefined) entry.accept(line, text)
    else if (stream === undefined) {
      const answer = parseControlAnswer(frame)
      if (answer !== undefined) control.handleAnswer(answer)
      else refuse('A frame is neither an event nor an answer')
    } else if (typeof stream !== 'string' || !control.knows(stream)) refuse('A frame is of a stream nobody asked for')
  }

  const combinedUrl = `${baseUrl}/stream?streams=${urlNames.map(encodeName).join('/')}`
  const link = createLink(
    { connector, clock, url: isRaw ? `${baseUrl}/ws/${encodeName(rawName)}` : combinedUrl, timing },
    {
      onOpen: () => control.start(urlNames),
      onText(received) {
        frames++
        const text = isRaw && !isAnswer(received) ? `{"stream":"${rawName}","data":${received}}` : received
        const name = readStreamName(text)
        const entry = name === undefined ? undefined : entries.get(name)
        if (entry !== undefined) entry.accept(line, text)
        // Characters beyond ASCII may be written as escapes; other names belong to streams that were just left, or are damaged.
        else if (name === undefined || !control.knows(name)) readOtherFrame(text)
      },
      onDown: goDown,
    },
  )

  const line: Line = {
    link,
    control,
    get frames() {
      return frames
    },
    get isComplete() {
      for (const name of entries.keys()) if (!control.carries(name)) return false
      return link.state === 'open'
    },
    close() {
      isDown = true
      control.close()
      link.close()
    },
  }
  return line
}

/** Answers to control frames come without an envelope on every path. */
const isAnswer = (frame: string): boolean => /^\{"(?:result|id|error|code|msg)"/.test(frame)

function takeUrlNames(names: Iterable<string>): string[] {
  const taken: string[] = []
  let length = 0
  for (const name of names) {
    length += encodeName(name).length + 1
    if (length > urlNamesLength && taken.length > 0) break
    taken.push(name)
  }
  return taken
}

/** Symbols may hold characters beyond ASCII; the at sign stays readable. */
const encodeName = (name: string): string => encodeURIComponent(name).replaceAll('%40', '@')
