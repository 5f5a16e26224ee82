import type { Clock } from '@aster/core'
import { consoleRoute, type EventFeed, healthRoute, type Health, type Mode, serveEdge } from '@aster/runtime'
import { type Account, flatten } from '@aster/trades'

/** The page on which a person watches the server and can stop it. */
export async function openConsole(options: {
  readonly clock: Clock
  readonly port: number
  readonly mode: Mode
  readonly feed: EventFeed
  readonly health: Health
  readonly account: Account | undefined
}): Promise<{ readonly url: string; close(): Promise<void> }> {
  const { clock, port, mode, feed, health, account } = options
  const actions = account === undefined ? [] : createActions(account)
  const page = consoleRoute({
    program: 'webhook-server',
    mode,
    feed,
    clock,
    actions: () =>
      actions.filter(({ id }) => id === 'flatten' || (id === 'halt') === (account?.risk.state === 'active')),
    banner: () =>
      account === undefined || account.risk.state === 'active'
        ? undefined
        : `${account.risk.state.toUpperCase()}: ${account.risk.reason}`,
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

const createActions = (account: Account) => [
  {
    id: 'halt',
    label: 'Halt',
    question: 'No alert opens anything any more, and resting entries are cancelled. Stops stay, closing goes on.',
    isDangerous: true,
    run: async () => {
      await account.risk.halt('console')
      return 'halted: only exits from now on'
    },
  },
  {
    id: 'resume',
    label: 'Resume',
    question: 'Alerts open positions again. Loss and drawdown are counted from here.',
    run: async () => {
      await account.risk.resume('console')
      return 'active again'
    },
  },
  {
    id: 'flatten',
    label: 'Flatten',
    question: 'Every position of these symbols is closed, every order of ours cancelled.',
    isDangerous: true,
    run: async () => {
      const { failed } = await flatten(account, { deadlineMs: 10_000 })
      if (failed.length > 0) throw new Error(`not closed: ${failed.map(({ symbol }) => symbol).join(', ')}`)
      return 'flat'
    },
  },
]
