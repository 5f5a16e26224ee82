import { sleep } from '@aster/core'
import { openScreen, paintLine } from '@aster/runtime'

import { describeChanges } from '../core/describe-changes.ts'
import { renderWatch, type WatchedAccount } from '../core/render-watch.ts'
import type { Command } from '../shell/command.ts'
import { createLook } from '../shell/create-look.ts'
import { openLink } from '../shell/open-link.ts'

const keptEvents = 100
/** The age in the first line is shown in seconds: no picture needs to come more often. */
const longestFrameMs = 500
const leastStaleMs = 5_000

/**
 * Shows an account on the terminal until it is stopped; once, where nobody looks. Only asks, so that it is in nobody's
 * way; see {@link createLook} for the weight. An exchange that does not answer leaves the last picture, marked with its age
 * and the reason, and is asked on.
 */
export const watchAccount: Command = async (context) => {
  const { stdout, clock, signal, values, env, atExit } = context
  await using link = await openLink(context)
  const look = createLook(context, link)
  let seen = await look()
  let seenMs = clock.monotonicMs()
  let trouble: string | undefined
  let events: readonly WatchedAccount['events'][number][] = []
  const staleAfterMs = Math.max(leastStaleMs, 3 * values.refreshMs)
  const read = (): WatchedAccount => {
    return { ...seen, events, ageMs: clock.monotonicMs() - seenMs, staleAfterMs, trouble }
  }
  if (values.json || !stdout.isTerminal) {
    const lines = renderWatch(read(), { rows: Number.MAX_SAFE_INTEGER })
    return { data: read(), text: lines.map((line) => `${paintLine(line, Number.MAX_SAFE_INTEGER, false)}\n`).join('') }
  }
  const hasColor = env['NO_COLOR'] === undefined || env['NO_COLOR'] === ''
  const render = (size: { readonly rows: number }) => renderWatch(read(), size)
  const frameMs = Math.min(longestFrameMs, values.refreshMs)
  const screen = openScreen({ output: stdout, clock, hasColor, render, frameMs })
  atExit(() => screen.close())
  const remember = (more: WatchedAccount['events']): void => {
    events = [...events, ...more].slice(-keptEvents)
  }
  const note = (text: string, isBad: boolean): void => remember([{ atMs: clock.now(), text, isBad }])
  try {
    while (!signal.aborted) {
      await sleep(clock, values.refreshMs, signal)
      try {
        const next = await look()
        if (trouble !== undefined)
          note(`the exchange answers again, after ${formatAge(clock.monotonicMs() - seenMs)}`, false)
        trouble = undefined
        remember(describeChanges(seen, next, clock.now()))
        seen = next
        seenMs = clock.monotonicMs()
      } catch (error) {
        if (signal.aborted) break
        const text = describeTrouble(error)
        if (trouble === undefined) note(text, true)
        trouble = text
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    screen.close()
  }
  return { data: read(), text: '' }
}

/** Which question got no answer is of no use here, and takes the room of the reason. */
const describeTrouble = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/^\w+ got no valid answer: /, '')

const formatAge = (ms: number): string => `${(ms / 1_000).toFixed(0)} s`
