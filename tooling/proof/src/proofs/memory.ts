import { createVirtualClock } from '@aster/core'
import { optionalSetting, setting, wholeNumber } from '@aster/runtime'

import { readHeapMb } from '../memory/read-heap.ts'
import { openLongTrade } from '../memory/trade-for-long.ts'
import { defineProof } from '../proof.ts'

const smallDose = 300_000
const largeDose = 10_000_000
const samples = 10
/** The histories are full well before the fourth sample; from there on nothing may grow but by what the collector leaves. */
const firstFlatSample = 3
const slackMb = 8

/** Millions of orders through one exchange: what it holds must not grow. */
export const memoryProof = defineProof({
  name: 'memory',
  summary: 'Orders of 100 accounts without end, with bounded histories: the heap stays flat.',
  plants: [{ name: 'unbounded-history', meaning: 'Every closed order, fill and income row is kept.' }],
  fields: {
    orders: optionalSetting(wholeNumber({ min: 100_000 }), {
      description: `How many orders; ${smallDose} unless given, ${largeDose} with --full.`,
      placeholder: '<n>',
      flagOnly: true,
    }),
    historyLimit: setting(wholeNumber({ min: 1 }), {
      description: 'How many closed orders, fills and income rows the exchange keeps for each account.',
      placeholder: '<n>',
      default: 200,
      flagOnly: true,
    }),
  },
  async run({ values, plant, full, signal, note }) {
    const orders = values.orders ?? (full ? largeDose : smallDose)
    const limit = plant === 'unbounded-history' ? Number.MAX_SAFE_INTEGER : values.historyLimit
    const trade = openLongTrade(createVirtualClock({ startMs: Date.UTC(2026, 0, 1, 12) }), limit)
    const heapMb: number[] = []
    for (let sample = 0; sample < samples; sample++) {
      signal.throwIfAborted()
      trade.place(Math.ceil(orders / samples))
      heapMb.push(readHeapMb())
      note(`${Math.ceil(orders / samples) * (sample + 1)} orders: ${heapMb.at(-1)} MB`)
    }
    const grownMb = Math.round(((heapMb.at(-1) ?? 0) - (heapMb[firstFlatSample] ?? 0)) * 10) / 10
    const failures =
      grownMb > slackMb ? [`the heap grew by ${grownMb} MB after it should have been flat: ${heapMb.join(', ')}`] : []
    return { summary: { orders, heapMb, grownMb }, failures }
  },
})
