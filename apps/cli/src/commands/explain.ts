import { readFeedFiles } from '@aster/runtime'
import { openJournal } from '@aster/trades'

import { renderTable } from '../core/render-table.ts'
import { describeTrade, listLastOrders, type StoryLine, tellFeed, tellJournal } from '../core/tell-story.ts'
import type { CliContext, Command, CommandResult } from '../shell/command.ts'
import { findRecords, type ProgramRecords } from '../shell/find-records.ts'

const shownOrders = 20
const showTime = (ms: number): string => new Date(ms).toISOString().replace('T', ' ').replace('Z', '')

/** Everything that journal and feed know about one order, oldest first; without an id the last orders. */
export const explainOrder: Command = (context, words) => {
  const [id] = words
  const records = findRecords(context)
  return Promise.resolve(id === undefined ? listOrders(context, records) : explain(records, id))
}

interface Story {
  readonly clientOrderId: string
  readonly trade: string | undefined
  readonly lines: readonly StoryLine[]
}

function explain(records: readonly ProgramRecords[], id: string): CommandResult {
  let found: Story | undefined
  for (const record of records) {
    const story = readStory(record, id)
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

function readStory({ journal, feed }: ProgramRecords, id: string): Story {
  const lines: StoryLine[] = []
  let trade: string | undefined
  if (journal !== undefined) {
    using reader = openJournal({ path: journal, readOnly: true })
    const story = reader.explain(id)
    if (story !== undefined) {
      lines.push(...tellJournal(story))
      const orders = story.tradeId === undefined ? [] : reader.scope(story.account).listTrade(story.tradeId)
      trade = describeTrade(
        story,
        orders.filter((entry) => entry.type === 'tradeOrder'),
      )
    }
  }
  if (feed !== undefined) lines.push(...tellFeed(readFeedFiles(feed).events, id))
  return { clientOrderId: id, trade, lines: lines.toSorted((a, b) => a.atMs - b.atMs) }
}

function listOrders({ values, settings }: CliContext, [newest]: readonly ProgramRecords[]): CommandResult {
  if (newest?.journal === undefined) {
    throw settings.refuse('words', 'must name an order, or a journal: aster explain <client order id>')
  }
  using journal = openJournal({ path: newest.journal, readOnly: true })
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
