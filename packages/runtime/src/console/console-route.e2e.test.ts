import { createSystemClock, ParameterError } from '@aster/core'
import { afterEach, describe, expect, it } from 'vitest'

import { createEventFeed } from '../feed/create-event-feed.ts'
import { serveEdge } from '../http/serve-edge.ts'
import { createRedactor } from '../redaction/create-redactor.ts'
import type { ConsoleAction, ConsoleList, FormValues } from './console-action.ts'
import { consoleRoute } from './console-route.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

async function serve(actions: readonly ConsoleAction[] = [], lists: () => readonly ConsoleList[] = () => []) {
  const clock = createSystemClock()
  const redactor = createRedactor(['hunter2hunter2'])
  const feed = createEventFeed({ clock, redactor })
  const page = consoleRoute({ program: 'maker', mode: 'paper', feed, clock, actions: () => actions, lists, redactor })
  const server = await serveEdge({ port: 0, routes: [page] })
  ends.push(
    () => server.close(),
    () => page[Symbol.dispose](),
  )
  return { feed, page, url: server.url }
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
      ['/console/lightweight-charts.js', 'text/javascript'],
    ] as const) {
      const response = await fetch(url + path, { headers: { 'accept-encoding': 'br' } })
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toContain(type)
      expect(response.headers.get('content-encoding')).toBe('br')
      await response.body?.cancel()
    }
    const page = await (await fetch(url)).text()
    const styles = [...page.matchAll(/rel="stylesheet" href="([^"]+)"/g)].map(([, path = '']) => path)
    const served = await Promise.all(styles.map(async (path) => (await fetch(url + path)).headers.get('content-type')))
    expect(served).toEqual(styles.map(() => 'text/css; charset=utf-8'))
    expect(styles.length).toBeGreaterThan(1)
    // every script that another one asks for is served
    const seen = new Set(['console.js'])
    for (const name of seen) {
      const response = await fetch(`${url}/console/${name}`)
      expect({ name, status: response.status }).toEqual({ name, status: 200 })
      for (const [, wanted = ''] of (await response.text()).matchAll(/from '\.\/([\w-]+\.js)'/g)) seen.add(wanted)
    }
    expect(seen.size).toBeGreaterThan(10)
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

  it('sends its lists and buttons again when they change, each without secrets', async () => {
    let lines = [{ text: 'none yet' }]
    const { url, page } = await serve([], () => [{ id: 'faults', title: 'Faults', lines, empty: 'none' }])
    expect(page.isWatched()).toBe(false)
    let wasWatched = false
    const text = await listen(url, (seen) => {
      wasWatched ||= page.isWatched()
      if (seen.includes('none yet')) lines = [{ text: 'two of hunter2hunter2' }]
      return seen.includes('two of')
    })
    expect(wasWatched).toBe(true)
    expect(text).toMatch(/event: state\ndata: .*two of \[hidden\]/)
    expect(text).not.toContain('hunter2')
  })
})

describe('the form of an action', () => {
  const calls: FormValues[] = []
  const form: ConsoleAction = {
    id: 'send',
    label: 'Send',
    question: 'Send it?',
    group: 'Tests',
    fields: [
      { id: 'symbol', kind: 'text', label: 'Symbol', default: 'BTCUSDT', maxLength: 12 },
      { id: 'note', kind: 'text', label: 'Note', isOptional: true },
      { id: 'body', kind: 'lines', label: 'Body', default: '{}' },
      {
        id: 'side',
        kind: 'choice',
        label: 'Side',
        options: [
          { value: 'BUY', label: 'Buy' },
          { value: 'SELL', label: 'Sell' },
        ],
      },
    ],
    run: (values) => {
      calls.push(values)
      if (values['note'] === 'leak') return Promise.reject(new Error('wrong: hunter2hunter2'))
      const violation = { field: 'symbol', rule: 'unknown', value: 'x', message: 'is not traded here' }
      if (values['symbol'] === 'NOSUCH') return Promise.reject(new ParameterError('send', [violation]))
      return Promise.resolve('sent')
    },
  }
  const post = async (url: string, body: string | undefined, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}/console/actions/send`, {
      method: 'POST',
      headers: { 'x-aster': '1', 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body }),
    })
    return { status: response.status, ...((await response.json()) as { message: string; mistakes?: unknown }) }
  }
  const fill = (values: Record<string, unknown>) => JSON.stringify(values)

  it('reaches the program, with the defaults of what was left out', async () => {
    calls.length = 0
    const { url, feed } = await serve([form])
    expect(await post(url, fill({ side: 'SELL', body: 'a\nb' }))).toEqual({ status: 200, message: 'sent' })
    expect(await post(url, undefined)).toMatchObject({ status: 200 })
    expect(calls).toEqual([
      { symbol: 'BTCUSDT', note: '', body: 'a\nb', side: 'SELL' },
      { symbol: 'BTCUSDT', note: '', body: '{}', side: 'BUY' },
    ])
    expect(feed.recent({ kinds: ['decision'] })).toHaveLength(2)
  })

  it('is drawn from what the program says about its fields and groups', async () => {
    const { url } = await serve([form])
    const text = await listen(url, (seen) => seen.includes('\n\n'))
    const hello = JSON.parse(/data: (.*)/.exec(text)?.[1] ?? '') as { actions: unknown[] }
    expect(hello.actions).toEqual([
      expect.objectContaining({ id: 'send', group: 'Tests', fields: structuredClone(form.fields) }),
    ])
  })

  it.each([
    ['no JSON', '{', 'body must be a JSON object of texts'],
    ['a list', '[]', 'body must be a JSON object of texts'],
    ['an unknown field', fill({ sybmol: 'X' }), 'sybmol is no field of this form'],
    ['a name of the language', '{"__proto__":"x"}', '__proto__ is no field of this form'],
    ['a number', fill({ symbol: 7 }), 'symbol must be a text'],
    ['a text that is too long', fill({ symbol: 'x'.repeat(13) }), 'symbol must have at most 12 characters'],
    ['two lines in a text', fill({ note: 'a\nb' }), 'note must be one line'],
    ['nothing where something is needed', fill({ body: '  ' }), 'body is required'],
    ['another choice', fill({ side: 'UP' }), 'side must be one of BUY, SELL'],
    ['several mistakes', fill({ symbol: 1, side: 'UP' }), 'symbol must be a text; side must be one of BUY, SELL'],
  ])('refuses %s with 400, names the field, and does nothing', async (_what, body, message) => {
    calls.length = 0
    const { url, feed } = await serve([form])
    expect(await post(url, body)).toMatchObject({ status: 400, message, mistakes: expect.any(Array) })
    expect(calls).toEqual([])
    expect(feed.recent({ kinds: ['decision'] })).toMatchObject([{ what: 'console send', outcome: 'refused' }])
  })

  it('names the fields that the program finds wrong', async () => {
    const { url } = await serve([form])
    expect(await post(url, fill({ symbol: 'NOSUCH' }))).toEqual({
      status: 400,
      message: 'symbol is not traded here',
      mistakes: [{ field: 'symbol', message: 'is not traded here' }],
    })
  })

  it('is bounded: 413 for a large body and 415 for another type, without doing anything', async () => {
    calls.length = 0
    const { url } = await serve([form])
    const large = fill({ body: 'x'.repeat(200_000) })
    expect(await post(url, large)).toEqual({ status: 413, message: 'the form is larger than 131072 bytes' })
    expect(await post(url, fill({}), { 'content-type': 'text/plain' })).toMatchObject({ status: 415 })
    expect(calls).toEqual([])
  })

  it('needs the header that no foreign page can send', async () => {
    calls.length = 0
    const { url } = await serve([form])
    const response = await fetch(`${url}/console/actions/send`, { method: 'POST', body: '{}' })
    expect(response.status).toBe(403)
    expect(calls).toEqual([])
  })

  it('tells no secret when it fails', async () => {
    const { url } = await serve([form])
    expect(await post(url, fill({ note: 'leak' }))).toEqual({ status: 500, message: 'wrong: [hidden]' })
  })
})
