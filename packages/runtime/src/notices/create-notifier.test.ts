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
