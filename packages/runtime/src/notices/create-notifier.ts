import { type Clock, type Timer, withDeadline } from '@aster/core'

import type { Redactor } from '../redaction/create-redactor.ts'
import { isAtLeast, type Notice, type NoticeChannel, type Severity } from './notice.ts'

export interface NotifierOptions {
  readonly program: string
  readonly clock: Clock
  readonly channels: readonly NoticeChannel[]
  readonly redactor: Pick<Redactor, 'redactText'>
  /** The same notice is not sent again for this long; its repeats are counted. 5 minutes by default. */
  readonly repeatAfterMs?: number | undefined
  /**
   * Notices a minute and channel; what exceeds them is summed up in one. 10 by default. Critical ones go beyond it, and
   * twice more when they fail, as long as the channel does not hang on too many.
   */
  readonly perMinute?: number | undefined
  readonly timeoutMs?: number | undefined
  /** A channel failed; never thrown at the caller. */
  readonly onFailure?: ((channel: string, reason: string) => void) | undefined
}

/** How each channel took a notice. */
export type Delivery = Readonly<Record<string, 'sent' | 'held' | 'failed'>>

export interface Notifier {
  /** Sends without waiting; nothing it does can delay or fail the caller. */
  notify(notice: Notice): void
  /** Sends on every channel at once, whatever the limits, and tells how it went: `notify test`. */
  test(): Promise<Delivery>
  /** Waits for what is under way, at most 3 s. */
  close(): Promise<void>
}

const minuteMs = 60_000
/** The end of a program does not wait longer for a channel. */
const closeWithinMs = 3_000
/** Keys remembered for de-duplication; the oldest go. */
const mostKeys = 500
/** Under way on a channel, at most: one that hangs must not collect messages without end. */
const mostUnderWay = 20
/** A critical notice that was not taken is tried again after so long. */
const retryAfterMs = [5_000, 30_000] as const

/** Tells people: by severity, not too often, each thing once, and never in the way of trading. */
export function createNotifier(options: NotifierOptions): Notifier {
  const { program, clock, channels, redactor, repeatAfterMs = 300_000, perMinute = 10, timeoutMs = 10_000 } = options
  const seen = new Map<string, { atMs: number; repeats: number }>()
  const sentAtMs = new Map<string, number[]>(channels.map(({ name }) => [name, []]))
  const held = new Map<string, { count: number; severity: Severity }>()
  const busy = new Map<string, number>()
  const retries = new Set<Timer>()
  const underWay = new Set<Promise<boolean>>()
  let summary: Timer | undefined
  let isClosed = false

  const render = ({ severity, title, text }: Notice, repeats = 0): string =>
    redactor.redactText(
      `[${severity}] ${program}: ${title}${repeats > 0 ? ` (${repeats} more since)` : ''}${text === '' ? '' : `\n${text}`}`,
    )

  // a channel may send the parts by themselves
  const clean = (notice: Notice): Notice => ({
    ...notice,
    title: redactor.redactText(notice.title),
    text: redactor.redactText(notice.text),
  })

  const send = async (channel: NoticeChannel, text: string, notice: Notice): Promise<boolean> => {
    try {
      await withDeadline(clock, timeoutMs, (signal) => channel.send(text, clean(notice), signal))
      return true
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      options.onFailure?.(channel.name, redactor.redactText(reason))
      return false
    }
  }

  const count = ({ name }: NoticeChannel, by: 1 | -1): void => void busy.set(name, (busy.get(name) ?? 0) + by)
  const isBusy = ({ name }: NoticeChannel): boolean => (busy.get(name) ?? 0) >= mostUnderWay

  /** Sends, and a critical one that was not taken again later. */
  const dispatch = (channel: NoticeChannel, text: string, notice: Notice, attempt = 0): void => {
    count(channel, 1)
    const done = send(channel, text, notice)
    underWay.add(done)
    void settle()
    async function settle(): Promise<void> {
      const isSent = await done
      underWay.delete(done)
      const waitMs = retryAfterMs[attempt]
      if (isSent || isClosed || notice.severity !== 'critical' || waitMs === undefined) {
        count(channel, -1)
        return
      }
      const timer = clock.schedule(waitMs, () => {
        retries.delete(timer)
        count(channel, -1)
        dispatch(channel, text, notice, attempt + 1)
      })
      retries.add(timer)
    }
  }

  const hold = ({ name }: NoticeChannel, { severity }: Notice): void => {
    const before = held.get(name)
    const isWorse = before === undefined || isAtLeast(severity, before.severity)
    held.set(name, { count: (before?.count ?? 0) + 1, severity: isWorse ? severity : before.severity })
    summary ??= clock.schedule(minuteMs, sumUp)
  }

  const hasRoom = (channel: NoticeChannel): boolean => {
    const nowMs = clock.monotonicMs()
    const recent = (sentAtMs.get(channel.name) ?? []).filter((atMs) => nowMs - atMs < minuteMs)
    const room = recent.length < perMinute
    if (room) recent.push(nowMs)
    sentAtMs.set(channel.name, recent)
    return room
  }

  const sumUp = (): void => {
    summary = undefined
    for (const channel of channels) {
      const back = held.get(channel.name)
      if (back === undefined) continue
      held.delete(channel.name)
      const title = `${back.count} more notices were held back in the last minute`
      const notice: Notice = { severity: back.severity, title, text: 'See the log or the console for them.' }
      dispatch(channel, render(notice), notice)
    }
  }

  /** How often this was said since it was last sent; undefined: not to be sent now. */
  const countRepeats = ({ severity, title, key = title }: Notice): number | undefined => {
    const id = `${severity} ${key}`
    const nowMs = clock.monotonicMs()
    const before = seen.get(id)
    if (before !== undefined && nowMs - before.atMs < repeatAfterMs) {
      before.repeats += 1
      return undefined
    }
    seen.delete(id)
    seen.set(id, { atMs: nowMs, repeats: 0 })
    const [oldest] = seen.keys()
    if (seen.size > mostKeys && oldest !== undefined) seen.delete(oldest)
    return before?.repeats ?? 0
  }

  return {
    notify(notice) {
      if (isClosed) return
      const repeats = countRepeats(notice)
      if (repeats === undefined) return
      for (const channel of channels) {
        if (!isAtLeast(notice.severity, channel.minimum)) continue
        const isWanted = !isBusy(channel) && (notice.severity === 'critical' || hasRoom(channel))
        if (isWanted) dispatch(channel, render(notice, repeats), notice)
        else hold(channel, notice)
      }
    },
    async test() {
      const notice: Notice = { severity: 'info', title: 'test', text: 'Notices from here arrive.' }
      const results = await Promise.all(
        channels.map(
          async (channel) => [channel.name, (await send(channel, render(notice), notice)) ? 'sent' : 'failed'] as const,
        ),
      )
      return Object.fromEntries(results)
    },
    async close() {
      isClosed = true
      summary?.cancel()
      for (const timer of retries) timer.cancel()
      sumUp()
      await withDeadline(clock, Math.min(timeoutMs, closeWithinMs), () => Promise.all(underWay)).catch(() => undefined)
    },
  }
}
