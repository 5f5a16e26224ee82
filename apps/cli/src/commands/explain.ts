import { readFeedFiles } from '@aster/runtime'
import { openJournal } from '@aster/trades'

import type { CliContext, Command } from '../shell/command.ts'

const showTime = (ms: number): string => new Date(ms).toISOString().replace('T', ' ').replace('Z', '')

/** A value as short text, without what repeats on every line. */
function describe(entry: object): string {
  const { type: _type, kind: _kind, atMs: _atMs, sequence: _sequence, ...facts } = entry as Record<string, unknown>
  return JSON.stringify(facts, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
}

/** Everything that journal and feed know about one order, oldest first. */
export const explainOrder: Command = (context, words) => {
  const { settings } = context
  const [id] = words
  if (id === undefined) throw settings.refuse('words', 'must name an order: aster explain <client order id>')
  if (context.values.journal === undefined && context.values.feed === undefined) {
    throw settings.refuse('journal', 'or feed is needed: where the program wrote its story')
  }
  const lines = [...fromJournal(context, id), ...fromFeed(context, id)].toSorted((a, b) => a.atMs - b.atMs)
  const text = lines.map(({ atMs, from, what, detail }) => `${showTime(atMs)}  ${from}  ${what.padEnd(16)}  ${detail}`)
  const isKnown = lines.length > 0
  return Promise.resolve({
    data: { clientOrderId: id, lines },
    text: isKnown ? `${text.join('\n')}\n` : `nothing is written about ${id}\n`,
    code: isKnown ? 0 : 1,
  })
}

interface StoryLine {
  readonly atMs: number
  readonly from: 'journal' | 'feed'
  readonly what: string
  readonly detail: string
}

function fromJournal({ values, resolvePath }: CliContext, id: string): StoryLine[] {
  if (values.journal === undefined) return []
  using journal = openJournal({ path: resolvePath(values.journal), readOnly: true })
  const story = journal.explain(id)
  return [...(story?.trade ?? []), ...(story?.entries ?? [])].map((entry) => ({
    atMs: entry.atMs,
    from: 'journal',
    what: entry.type,
    detail: describe(entry),
  }))
}

function fromFeed({ values, resolvePath }: CliContext, id: string): StoryLine[] {
  if (values.feed === undefined) return []
  const { events } = readFeedFiles(resolvePath(values.feed))
  const own = events.filter((event) => 'clientOrderId' in event && event.clientOrderId === id)
  const correlated = new Set(own.flatMap(({ correlationId }) => correlationId ?? []))
  return events
    .filter((event) => own.includes(event) || (correlated.has(event.correlationId ?? '') && event.kind !== 'order'))
    .map((event) => ({ atMs: event.atMs, from: 'feed', what: event.kind, detail: describe(event) }))
}
