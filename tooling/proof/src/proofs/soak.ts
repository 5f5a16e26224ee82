import { decimalNumber, optionalSetting, setting, wholeNumber } from '@aster/runtime'

import { defineProof } from '../proof.ts'
import { boundSlope } from '../soak/compute-slope.ts'
import { runLoad } from '../soak/run-load.ts'

const smallMinutes = 3
const largeMinutes = 30
const limitMbPerHour = 1
const sampleEveryMs = 2_000
const minuteMs = 60_000

/** Full load on every part of the stream client: its memory must not grow. */
export const soakProof = defineProof({
  name: 'soak',
  summary:
    'Books, touches, a slow reader, a market cache and a user stream under full load, with cuts: the heap does not grow.',
  plants: [
    { name: 'frames-kept', meaning: 'one touch in five is kept for ever, with a kilobyte;' },
    { name: 'events-remembered', meaning: 'every user event is kept for ever;' },
    {
      name: 'handlers-kept',
      meaning: 'each reconnect adds 25 handlers a symbol, with a kilobyte each, and takes none away.',
    },
  ],
  fields: {
    minutes: optionalSetting(decimalNumber({ above: 0 }), {
      description: `Length of the run; ${smallMinutes} unless given, ${largeMinutes} with --full. The first third is warm-up.`,
      placeholder: '<n>',
      flagOnly: true,
    }),
    symbols: setting(wholeNumber({ min: 1, max: 1_000 }), {
      description: 'Symbols, each with touch and book.',
      placeholder: '<n>',
      default: 200,
      flagOnly: true,
    }),
    rate: setting(wholeNumber({ min: 1 }), {
      description: 'Frames a second, all together.',
      placeholder: '<n>',
      default: 20_000,
      flagOnly: true,
    }),
  },
  async run({ values, plant, full, clock, signal, note }) {
    const minutes = values.minutes ?? (full ? largeMinutes : smallMinutes)
    const durationMs = Number(minutes) * minuteMs
    const { symbols, rate } = values
    let notedAtMs = 0
    const { samples, framesPerSecond, events, connections, booksLive } = await runLoad({
      clock,
      signal,
      durationMs,
      symbols,
      framesPerSecond: rate,
      sampleEveryMs: Math.min(sampleEveryMs, durationMs / 30),
      plant,
      onSample({ atMs, bytes }) {
        if (atMs - notedAtMs < minuteMs) return
        notedAtMs = atMs
        note(`${Math.round(atMs / 1000)} s: ${(bytes / 1_000_000).toFixed(2)} MB`)
      },
    })
    const settled = samples.filter(({ atMs }) => atMs >= durationMs / 3)
    const { mbPerHour, marginMbPerHour } = boundSlope(settled)
    const failures = [
      // beyond what the noise of a short run can explain
      ...(mbPerHour - marginMbPerHour > limitMbPerHour
        ? [`the heap grows by ${mbPerHour.toFixed(2)} MB an hour, ± ${marginMbPerHour.toFixed(2)}`]
        : []),
      ...(booksLive === symbols ? [] : [`${symbols - booksLive} books are not live at the end`]),
    ]
    const summary = {
      minutes: Number(minutes),
      framesPerSecond: Math.round(framesPerSecond),
      events,
      connections,
      samples: settled.length,
      heapMb: round((settled.at(-1)?.bytes ?? 0) / 1_000_000),
      slopeMbPerHour: round(mbPerHour),
      marginMbPerHour: round(marginMbPerHour),
      limitMbPerHour,
    }
    return { summary, failures }
  },
})

const round = (value: number): number => Math.round(value * 100) / 100
