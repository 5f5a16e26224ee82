import { createSystemClock } from '@aster/core'
import { afterEach, describe, expect, it } from 'vitest'

import { createEventFeed } from '../feed/create-event-feed.ts'
import { serveEdge } from '../http/serve-edge.ts'
import { type ConsoleAction, consoleRoute } from './console-route.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

async function serve(actions: readonly ConsoleAction[] = []) {
  const clock = createSystemClock()
  const feed = createEventFeed({ clock })
  const page = consoleRoute({ program: 'maker', mode: 'paper', feed, clock, actions: () => actions })
  const server = await serveEdge({ port: 0, routes: [page] })
  ends.push(
    () => server.close(),
    () => page[Symbol.dispose](),
  )
  return { feed, url: server.url }
}

/** The events of a page until one that fits, with their names. */
async function listen(url: string, until: (text: string) => boolean, headers: Record<string, string> = {}) {
  const controller = new AbortController()
  const response = await fetch(`${url}/console/events`, { headers, signal: controller.signal })
  if (response.body === null) throw new Error('no body')
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    if (until(text)) break
  }
  controller.abort()
  return text
}

const incident = (what: string) => ({ kind: 'incident', severity: 'warning', what, detail: '' }) as const

describe('the console', () => {
  it('is one page with its script, style and charts, compressed', async () => {
    const { url } = await serve()
    for (const [path, type] of [
      ['/', 'text/html'],
      ['/console/console.js', 'text/javascript'],
      ['/console/console.css', 'text/css'],
      ['/console/charts.js', 'text/javascript'],
    ] as const) {
      const response = await fetch(url + path, { headers: { 'accept-encoding': 'br' } })
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toContain(type)
      expect(response.headers.get('content-encoding')).toBe('br')
      await response.body?.cancel()
    }
    expect((await fetch(`${url}/console/../../package.json`)).status).toBe(404)
  })

  it('tells what happened before, then what happens', async () => {
    const { feed, url } = await serve()
    feed.publish(incident('before'))
    const listening = listen(url, (text) => {
      if (text.includes('before') && !text.includes('later')) feed.publish(incident('later'))
      return text.includes('later')
    })
    expect(await listening).toMatch(/event: hello\ndata: \{"program":"maker","mode":"paper".*before.*later/s)
  })

  it('goes on where a page left off', async () => {
    const { feed, url } = await serve()
    feed.publish(incident('first'))
    feed.publish(incident('second'))
    const text = await listen(url, (seen) => seen.includes('second'), { 'last-event-id': '1' })
    expect(text).not.toContain('first')
  })

  it('does what a button says, tells what came of it, and writes it down', async () => {
    let halted = 0
    const halt: ConsoleAction = {
      id: 'halt',
      label: 'Halt',
      question: 'Sure?',
      run: () => {
        halted += 1
        return Promise.resolve('halted')
      },
    }
    const broken: ConsoleAction = { ...halt, id: 'broken', label: 'Broken', run: () => Promise.reject(new Error('no')) }
    const { feed, url } = await serve([halt, broken])
    const press = async (id: string) => {
      const response = await fetch(`${url}/console/actions/${id}`, { method: 'POST', headers: { 'x-aster': '1' } })
      return [response.status, ((await response.json()) as { message: string }).message]
    }
    expect(await press('halt')).toEqual([200, 'halted'])
    expect(halted).toBe(1)
    expect(await press('broken')).toEqual([500, 'no'])
    expect(await press('gone')).toEqual([404, 'there is no action gone now'])
    expect(feed.recent({ kinds: ['decision'] })).toMatchObject([
      { what: 'console halt', outcome: 'taken' },
      { what: 'console broken', outcome: 'refused', reason: 'no' },
    ])
  })
})
