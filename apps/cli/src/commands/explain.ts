import { readFeedFiles } from '@aster/runtime'
import { openJournal } from '@aster/trades'

import { renderTable } from '../core/render-table.ts'
import { describeTrade, listLastOrders, type StoryLine, tellFeed, tellJournal } from '../core/tell-story.ts'
import type { CliContext, Command, CommandResult } from '../shell/command.ts'
import { findRecords, type ProgramRecords } from '../shell/find-records.ts'
import { refuseFailure } from '../shell/refuse-failure.ts'

const shownOrders = 20
const showTime = (ms: number): string => new Date(ms).toISOString().replace('T', ' ').replace('Z', '')

/** Everything that journal and feed know about one order, oldest first; without an id the last orders. */
export const explainOrder: Command = (context, words) => {
  const [id] = words
  const records = findRecords(context)
  return Promise.resolve(id === undefined ? listOrders(context, records) : explain(context, records, id))
}

interface Story {
  readonly clientOrderId: string
  readonly trade: string | undefined
  readonly lines: readonly StoryLine[]
}

function explain(context: CliContext, records: readonly ProgramRecords[], id: string): CommandResult {
  let found: Story | undefined
  for (const record of records) {
    const story = readStory(context, record, id)
    if (story.lines.length === 0) continue
    found = story
    break
  }
  if (found === undefined) {
    const data = { clientOrderId: id, trade: undefined, lines: [] }
    return { data, text: `nothing is written about ${id}\n`, code: 1 }
  }
  const head = found.trade === undefined ? `${id}\n` : `${id}, ${found.trade}\n`
  const rows = found.lines.map(({ atMs, from, what, detail }) => [showTime(atMs), from, what, detail])
  return { data: found, text: `${head}${renderTable(['time (UTC)', 'from', 'what', ''], rows)}` }
}

function readStory(context: CliContext, { journal, feed }: ProgramRecords, id: string): Story {
  const lines: StoryLine[] = []
  const told = readOrNote(context, 'journal', journal, (path) => readJournalStory(path, id))
  if (told !== undefined) lines.push(...told.lines)
  lines.push(...(readOrNote(context, 'feed', feed, (path) => tellFeed(readFeedFiles(path).events, id)) ?? []))
  return { clientOrderId: id, trade: told?.trade, lines: lines.toSorted((a, b) => a.atMs - b.atMs) }
}

/** One broken file of several is told of and left out; the one that was named has to be readable. */
function readOrNote<T>(
  context: CliContext,
  field: 'journal' | 'feed',
  path: string | undefined,
  read: (path: string) => T,
): T | undefined {
  if (path === undefined) return undefined
  if (context.values.state === undefined) return refuseFailure(context, field, 'read', () => read(path))
  try {
    return read(path)
  } catch (error) {
    context.stderr.write(`aster: ${path} is left out: ${error instanceof Error ? error.message : String(error)}\n`)
    return undefined
  }
}

function readJournalStory(path: string, id: string): Pick<Story, 'trade' | 'lines'> | undefined {
  using reader = openJournal({ path, readOnly: true })
  const story = reader.explain(id)
  if (story === undefined) return undefined
  const orders = story.tradeId === undefined ? [] : reader.scope(story.account).listTrade(story.tradeId)
  const ofTrade = orders.filter((entry) => entry.type === 'tradeOrder')
  return { trade: describeTrade(story, ofTrade), lines: tellJournal(story) }
}

function listOrders(context: CliContext, [newest]: readonly ProgramRecords[]): CommandResult {
  const { values, settings } = context
  const path = newest?.journal
  if (path === undefined) {
    throw settings.refuse('words', 'must name an order, or a journal: aster explain <client order id>')
  }
  const field = values.state === undefined ? 'journal' : 'state'
  using journal = refuseFailure(context, field, 'read', () => openJournal({ path, readOnly: true }))
  const entries = journal.accounts().flatMap((name) => {
    const account = journal.scope(name)
    return (['intent', 'order', 'orderEnded', 'tradeOrder'] as const).flatMap((type) => [...account.list(type)])
  })
  const orders = listLastOrders(entries, shownOrders)
  const rows = orders.map((order) => [
    showTime(order.atMs),
    order.symbol,
    order.side,
    order.type,
    order.quantity,
    order.state,
    order.role,
    order.clientOrderId,
  ])
  const table = renderTable(['time (UTC)', 'symbol', 'side', 'type', 'quantity', 'state', 'for', 'id'], rows)
  const where = values.state === undefined ? `--journal ${values.journal ?? ''}` : `--state ${values.state}`
  const hint = `the whole story of one: aster explain ${orders.at(-1)?.clientOrderId ?? '<client order id>'} ${where}\n`
  return { data: orders, text: table + hint }
}
