import type { Clock } from '@aster/core'
import {
  type ConsoleAction,
  consoleRoute,
  type EventFeed,
  healthRoute,
  type Health,
  type Mode,
  serveEdge,
} from '@aster/runtime'
import { flatten } from '@aster/trades'

import type { Seats } from './seat.ts'

/** The page on which a person watches the server and can stop it. */
export async function openConsole(options: {
  readonly clock: Clock
  readonly port: number
  readonly mode: Mode
  readonly feed: EventFeed
  readonly health: Health
  readonly seats: Seats
  /** What can be done besides halting and closing. */
  readonly actions: readonly ConsoleAction[]
}): Promise<{ readonly url: string; close(): Promise<void> }> {
  const { clock, port, mode, feed, health, seats } = options
  const actions = createActions(seats)
  const listStopped = () => seats.filter(({ account }) => account.risk.state !== 'active')
  const page = consoleRoute({
    program: 'webhook-server',
    mode,
    feed,
    clock,
    actions: () => {
      const stopped = listStopped().length
      const fitting = actions.filter(
        ({ id }) => id === 'flatten' || (id === 'halt' ? stopped < seats.length : stopped > 0),
      )
      return [...options.actions, ...fitting]
    },
    banner: () =>
      listStopped()
        .map(
          ({ id, account: { risk } }) =>
            `${seats.length > 1 ? `${id} ` : ''}${risk.state.toUpperCase()}: ${risk.reason}`,
        )
        .join('  ·  ') || undefined,
  })
  const server = await serveEdge({ port, routes: [page, healthRoute(health)] })
  return {
    url: server.url,
    async close() {
      page[Symbol.dispose]()
      await server.close()
    },
  }
}

const createActions = (seats: Seats) => [
  {
    id: 'halt',
    label: 'Halt',
    question: 'No alert opens anything any more, and resting entries are cancelled. Stops stay, closing goes on.',
    isDangerous: true,
    run: async () => {
      await Promise.all(seats.map(({ account }) => account.risk.halt('console')))
      return 'halted: only exits from now on'
    },
  },
  {
    id: 'resume',
    label: 'Resume',
    question: 'Alerts open positions again. Loss and drawdown are counted from here.',
    run: async () => {
      await Promise.all(seats.map(({ account }) => account.risk.resume('console')))
      return 'active again'
    },
  },
  {
    id: 'flatten',
    label: 'Flatten',
    question: 'Every position of these symbols is closed, every order of ours cancelled.',
    isDangerous: true,
    run: async () => {
      const trading = seats.filter(({ isDry }) => !isDry)
      const reports = await Promise.all(trading.map(({ account }) => flatten(account, { deadlineMs: 10_000 })))
      const failed = reports.flatMap((report) => report.failed)
      if (failed.length > 0) throw new Error(`not closed: ${failed.map(({ symbol }) => symbol).join(', ')}`)
      return 'flat'
    },
  },
]
