import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

import type { Clock, Timer, FeedEvent } from '@aster/core'

import type { EventFeed } from '../feed/create-event-feed.ts'

/** Prices go out this often, whatever the market does. */
const marketEveryMs = 200
const beatEveryMs = 10_000
const describeEveryMs = 500
/** A page that takes nothing for so long that this much waits is let go; it comes back and starts over. */
const mostWaitingBytes = 2 * 1024 * 1024
const mostPages = 32

/** What a page shows besides the events. Each part is sent when a page opens, `state` and `actions` again when they change. */
export interface Description {
  readonly program: object
  readonly state: object
  readonly actions: readonly object[]
}

export interface EventStream extends Disposable {
  /** Pages that look just now. */
  readonly pageCount: number
  /** Serves one page for as long as it looks. */
  open(request: IncomingMessage, response: ServerResponse): void
  /** Says anew what the program is and offers. */
  announce(): void
}

/** A feed as server-sent events, for any number of pages, with prices thinned out. */
export function createEventStream(options: {
  readonly feed: EventFeed
  readonly clock: Pick<Clock, 'schedule'>
  readonly describe: () => Description
}): EventStream {
  const { feed, clock, describe } = options
  const epoch = randomUUID()
  const pages = new Set<ServerResponse>()
  const markets = new Map<string, FeedEvent>()
  const described = { state: '', actions: '' }
  let marketTimer: Timer | undefined
  let beatTimer: Timer | undefined
  let describeTimer: Timer | undefined

  const write = (page: ServerResponse, text: string): void => {
    if (page.writableLength > mostWaitingBytes) {
      pages.delete(page)
      page.destroy()
    } else page.write(text)
  }
  const format = (event: FeedEvent): string => `id: ${event.sequence}\ndata: ${JSON.stringify(event)}\n\n`
  const broadcast = (text: string): void => {
    for (const page of pages) write(page, text)
  }
  const flushMarkets = (): void => {
    marketTimer = undefined
    let text = ''
    for (const event of markets.values()) text += format(event)
    markets.clear()
    if (text !== '') broadcast(text)
  }

  const stop = feed.subscribe((event) => {
    if (pages.size === 0) return
    if (event.kind !== 'market') return broadcast(format(event))
    markets.set(event.symbol, event)
    marketTimer ??= clock.schedule(marketEveryMs, flushMarkets)
  })

  const announce = (): void => {
    const { state, actions } = describe()
    for (const [part, value] of [
      ['state', state],
      ['actions', actions],
    ] as const) {
      const text = JSON.stringify(value)
      if (text === described[part]) continue
      described[part] = text
      broadcast(`event: ${part}\ndata: ${text}\n\n`)
    }
  }

  const watch = (): void => {
    const beat = () => {
      broadcast(': here\n\n')
      beatTimer = clock.schedule(beatEveryMs, beat)
    }
    const look = () => {
      announce()
      describeTimer = clock.schedule(describeEveryMs, look)
    }
    beatTimer ??= clock.schedule(beatEveryMs, beat)
    describeTimer ??= clock.schedule(describeEveryMs, look)
  }
  const rest = (): void => {
    for (const timer of [marketTimer, beatTimer, describeTimer]) timer?.cancel()
    marketTimer = beatTimer = describeTimer = undefined
  }

  return {
    open(request, response) {
      if (pages.size >= mostPages) {
        response.writeHead(503, { 'retry-after': '10' }).end('too many pages are open\n')
        return
      }
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
      const { program, state, actions } = describe()
      response.write(`retry: 1000\nevent: hello\ndata: ${JSON.stringify({ ...program, epoch, state, actions })}\n\n`)
      const seen = Number(request.headers['last-event-id'])
      const isSameRun = Number.isSafeInteger(seen) && seen <= feed.lastSequence
      response.write(
        feed
          .recent({ afterSequence: isSameRun ? seen : 0 })
          .map(format)
          .join(''),
      )
      pages.add(response)
      watch()
      response.once('close', () => {
        pages.delete(response)
        if (pages.size === 0) rest()
      })
    },
    announce,
    get pageCount() {
      return pages.size
    },
    [Symbol.dispose]() {
      stop()
      rest()
      for (const page of pages) page.end()
      pages.clear()
    },
  }
}
