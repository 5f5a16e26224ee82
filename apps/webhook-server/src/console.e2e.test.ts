import { createSystemClock, Secret } from '@aster/core'
import type { ConsoleField } from '@aster/runtime'
import { afterEach, describe, expect, it } from 'vitest'

import type { AccessRules } from './core/authorize.ts'
import { testAlerts } from './core/test-alerts.ts'
import { createTestAlertAction } from './shell/create-test-alert-action.ts'
import { openConsole } from './shell/open-console.ts'
import { secret, startServer } from './testing/start-server.ts'

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

async function open(rules: Partial<AccessRules> = {}) {
  const server = await startServer({ rules })
  ends.push(() => server[Symbol.asyncDispose]())
  const { app, feed, health, seats } = server
  const all = { webhookSecret: new Secret(secret), hmacSecret: undefined, ...rules }
  const action = createTestAlertAction({ app, rules: all, symbols: ['BTCUSDT'], isDangerous: false })
  const clock = createSystemClock()
  const page = await openConsole({ clock, port: 0, mode: 'paper', feed, health, seats, actions: [action] })
  ends.push(() => page.close())
  const signals: string[] = []
  let onChange = () => {}
  feed.subscribe((event) => {
    if (event.kind !== 'signal') return
    signals.push(`${event.action} ${event.status}`)
    onChange()
  })
  const [templates] = action.fields ?? []
  const textOf = (id: string): string => findOption(templates, id)?.fills?.['body'] ?? ''
  const press = async (id: string, values: object = {}) => {
    const response = await fetch(`${page.url}/console/actions/${id}`, {
      method: 'POST',
      headers: { 'x-aster': '1', 'content-type': 'application/json' },
      body: JSON.stringify(values),
    })
    const text = await response.text()
    return { status: response.status, text, ...(JSON.parse(text) as { message: string; mistakes?: unknown }) }
  }
  return {
    server,
    feed,
    signals,
    press,
    url: page.url,
    /** Sends a template as it stands, and waits until it is over. */
    send: async (template: string) => {
      const before = signals.length
      const answer = await press('test-alert', { template, body: textOf(template) })
      if (answer.status !== 200) return { ...answer, signal: undefined }
      const isOver = () => signals.slice(before).some((line) => /done|refused|failed/.test(line))
      while (!isOver()) await new Promise<void>((resolve) => (onChange = resolve))
      return { ...answer, signal: feed.recent({ kinds: ['signal'] }).at(-1) }
    },
  }
}

const findOption = (field: ConsoleField | undefined, id: string) =>
  field?.kind === 'choice' ? field.options.find(({ value }) => value === id) : undefined

describe('the form for a test alert', () => {
  it('sends each template through the same intake as an alert, and each is carried out', async () => {
    const { send, signals, server } = await open()
    for (const [template, position] of [
      ['open-long', [expect.stringMatching(/^BTCUSDT 0\.00\d$/)]],
      ['reverse', [expect.stringMatching(/^BTCUSDT -0\.00\d$/)]],
      ['close', []],
      ['open-short', [expect.stringMatching(/^BTCUSDT -0\.00\d$/)]],
      ['cancel', [expect.stringMatching(/^BTCUSDT -0\.00\d$/)]],
      ['target', ['BTCUSDT 0.01']],
    ] as const) {
      const { message, signal } = await send(template)
      expect({ template, message, signal }).toMatchObject({
        message: expect.stringMatching(/^202: taken in as /),
        signal: { status: 'done', account: 'main' },
      })
      const held = await server.positions()
      expect({ template, held }).toEqual({ template, held: position })
    }
    expect(testAlerts).toHaveLength(6)
    expect(signals.slice(0, 3)).toEqual(['open received', 'open executing', 'open done'])
  })

  it('sends the same template twice as two alerts, and shows the refusal of a named one', async () => {
    const { send, press } = await open()
    expect((await send('cancel')).status).toBe(200)
    expect((await send('cancel')).status).toBe(200)
    const named = { template: 'cancel', body: '{"action":"cancel","id":"mine"}' }
    expect(await press('test-alert', named)).toMatchObject({ status: 200 })
    expect(await press('test-alert', named)).toMatchObject({
      status: 500,
      message: expect.stringContaining('409 DUPLICATE_SIGNAL: this alert has been taken in as '),
    })
  })

  it('names what is wrong with the message, at its field', async () => {
    const { press, signals } = await open()
    const wrong = await press('test-alert', { template: 'open-long', body: '{"action":"open","side":"UP"}' })
    expect(wrong).toMatchObject({ status: 400, mistakes: [{ field: 'body' }] })
    expect(wrong.message).toContain('400 VALIDATION_ERROR: side must be one of buy, long, sell, short')
    expect(await press('test-alert', { template: 'open-long', body: '{' })).toMatchObject({
      status: 400,
      message: 'body 400 VALIDATION_ERROR: body is no valid JSON',
    })
    expect(signals).toEqual([])
  })

  it('is refused when the switch is on, and the row says so', async () => {
    const { send, press, server } = await open()
    expect(await press('halt')).toMatchObject({ status: 200 })
    expect(await send('open-long')).toMatchObject({
      signal: { status: 'refused', reason: expect.stringMatching(/halt/i) },
    })
    expect(await server.positions()).toEqual([])
  })

  it('knows every secret that alerts need, and tells none', async () => {
    const hmac = 'signing-secret-of-the-test'
    const { send, press, url, feed } = await open({ hmacSecret: new Secret(hmac) })
    expect((await send('cancel')).message).toContain('202')
    const own = await press('test-alert', { template: 'cancel', body: '{"action":"cancel","webhook_secret":"wrong"}' })
    expect(own).toMatchObject({ status: 500, message: '401 UNAUTHORIZED: the secret is missing or wrong' })
    const controller = new AbortController()
    const { body } = await fetch(`${url}/console/events`, { signal: controller.signal })
    let page = ''
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      page += Buffer.from(chunk).toString('utf8')
      if (page.includes('"kind":"decision"')) break
    }
    controller.abort()
    for (const text of [page, own.text, JSON.stringify(feed.recent())]) {
      expect(text).not.toContain(secret)
      expect(text).not.toContain(hmac)
    }
  })
})
