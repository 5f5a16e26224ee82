import { createVirtualClock, Secret } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { createNotifier } from './create-notifier.ts'
import type { NoticeChannel, Severity } from './notice.ts'
import { startHeartbeat } from './start-heartbeat.ts'

const redactor = { redactText: (text: string) => text }

function build(minimum: Severity = 'info', options: { perMinute?: number } = {}) {
  const clock = createVirtualClock()
  const texts: string[] = []
  const channel: NoticeChannel = {
    name: 'chat',
    minimum,
    send: (text) => {
      texts.push(text)
      return Promise.resolve()
    },
  }
  const notifier = createNotifier({ program: 'p', clock, channels: [channel], redactor, ...options })
  return { clock, texts, notifier }
}

describe('a notifier', () => {
  it('says a thing once, and later how often it happened', async () => {
    const { clock, texts, notifier } = build()
    for (let count = 0; count < 5; count += 1) notifier.notify({ severity: 'warning', title: 'gap', text: '' })
    expect(texts).toEqual(['[warning] p: gap'])
    await clock.advance(300_000)
    notifier.notify({ severity: 'warning', title: 'gap', text: '' })
    expect(texts[1]).toBe('[warning] p: gap (4 more since)')
  })

  it('keeps below a channel what is not severe enough for it', () => {
    const { texts, notifier } = build('critical')
    notifier.notify({ severity: 'warning', title: 'a', text: '' })
    notifier.notify({ severity: 'critical', title: 'b', text: '' })
    expect(texts).toEqual(['[critical] p: b'])
  })

  it('sums a flood up, but lets everything critical through', async () => {
    const { clock, texts, notifier } = build('info', { perMinute: 3 })
    for (let count = 0; count < 50; count += 1) notifier.notify({ severity: 'info', title: `n${count}`, text: '' })
    notifier.notify({ severity: 'critical', title: 'fire', text: '' })
    expect(texts).toEqual(['[info] p: n0', '[info] p: n1', '[info] p: n2', '[critical] p: fire'])
    await clock.advance(60_000)
    expect(texts[4]).toContain('47 more notices were held back')
  })

  it('collects no more than 20 messages on a channel that hangs, also of critical ones, and says how many it held back', async () => {
    const clock = createVirtualClock()
    const texts: string[] = []
    let isHanging = true
    const channel: NoticeChannel = {
      name: 'chat',
      minimum: 'info',
      send: async (text) => {
        texts.push(text)
        if (isHanging) await new Promise(() => {})
      },
    }
    const notifier = createNotifier({ program: 'p', clock, channels: [channel], redactor })
    for (let count = 0; count < 10_000; count += 1)
      notifier.notify({ severity: 'critical', title: `n${count}`, text: '' })
    expect(texts).toHaveLength(20)
    isHanging = false
    await clock.advance(60_000)
    // the 20 once more, as each of them may have been lost
    expect(texts).toHaveLength(41)
    expect(texts.at(-1)).toBe(
      '[critical] p: 9980 more notices were held back in the last minute\nSee the log or the console for them.',
    )
  })

  it('tries a critical notice again that was not taken, twice, and others never', async () => {
    const clock = createVirtualClock()
    const texts: string[] = []
    const channel: NoticeChannel = {
      name: 'chat',
      minimum: 'info',
      send: (text) => {
        texts.push(text)
        return Promise.reject(new Error('it answered HTTP 429'))
      },
    }
    const notifier = createNotifier({ program: 'p', clock, channels: [channel], redactor })
    notifier.notify({ severity: 'warning', title: 'gap', text: '' })
    notifier.notify({ severity: 'critical', title: 'fire', text: '' })
    await clock.advance(300_000)
    expect(texts.filter((text) => text.includes('gap'))).toHaveLength(1)
    expect(texts.filter((text) => text.includes('fire'))).toHaveLength(3)
  })

  it('tries nothing again after its end', async () => {
    const clock = createVirtualClock()
    let sent = 0
    const channel: NoticeChannel = {
      name: 'chat',
      minimum: 'info',
      send: () => {
        sent += 1
        return Promise.reject(new Error('no'))
      },
    }
    const notifier = createNotifier({ program: 'p', clock, channels: [channel], redactor })
    notifier.notify({ severity: 'critical', title: 'fire', text: '' })
    await clock.advance(1_000)
    await clock.runUntil(notifier.close())
    await clock.advance(100_000)
    expect(sent).toBe(1)
  })

  it('sends nothing after its end, and what was held before it', async () => {
    const { clock, texts, notifier } = build('info', { perMinute: 1 })
    notifier.notify({ severity: 'info', title: 'a', text: '' })
    notifier.notify({ severity: 'info', title: 'b', text: '' })
    await clock.runUntil(notifier.close())
    notifier.notify({ severity: 'critical', title: 'c', text: '' })
    expect(texts).toHaveLength(2)
  })

  it('waits no longer than its limit for a channel that hangs', async () => {
    const clock = createVirtualClock()
    const failures: string[] = []
    const hanging: NoticeChannel = { name: 'h', minimum: 'info', send: () => new Promise(() => {}) }
    const onFailure = (name: string, reason: string) => failures.push(`${name}: ${reason}`)
    const notifier = createNotifier({ program: 'p', clock, channels: [hanging], redactor, onFailure })
    notifier.notify({ severity: 'info', title: 'a', text: '' })
    await clock.advance(10_000)
    expect(failures).toEqual(['h: Not done within 10000 ms'])
  })
})

describe('the heartbeat', () => {
  it('stops while the program is not well, and comes back', async () => {
    const clock = createVirtualClock()
    let isWell = true
    let beats = 0
    const get = () => {
      beats += 1
      return Promise.resolve()
    }
    const stop = startHeartbeat({ clock, url: new Secret('http://w'), everyMs: 1_000, isWell: () => isWell, get })
    await clock.advance(2_000)
    expect(beats).toBe(3)
    isWell = false
    await clock.advance(5_000)
    expect(beats).toBe(3)
    isWell = true
    await clock.advance(1_000)
    expect(beats).toBe(4)
    stop()
    await clock.advance(10_000)
    expect(beats).toBe(4)
  })
})
