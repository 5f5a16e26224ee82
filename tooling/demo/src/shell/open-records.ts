import { computeKeyAddress, generateAgentKey } from '@aster/auth'
import type { Secret } from '@aster/core'
import { EdgeServerError, type StateFolder } from '@aster/runtime'

import { beginRun } from './begin-run.ts'
import { type DemoConsole, openConsole } from './open-console.ts'
import { type DemoFeed, openFeed } from './open-feed.ts'
import type { DemoRun } from './run-demo.ts'
import type { DemoContext } from './run-main.ts'
import { useFolder } from './use-folder.ts'

type Records = Pick<DemoRun, 'accounts' | 'journal' | 'haltFiles' | 'feed' | 'console' | 'hide' | 'onReady'>

/** What the paper exchange gives to an account by itself. */
const paperUsdt = '10000'

/** Opens what a run over sockets writes down and shows: journal, feed, console, and the way in for other programs. */
export async function openRecords(
  context: DemoContext,
  parts: {
    readonly folder: StateFolder
    readonly stack: AsyncDisposableStack
    readonly privateKey: Secret
  },
): Promise<Records> {
  const { clock, values, resolvePath } = context
  const { folder, stack, privateKey } = parts
  // a second agent of the account, with nonces of its own: demo and `aster` are not in each other's way
  const operatorKey = generateAgentKey()
  const feed = openFeed({ clock, secrets: [privateKey, operatorKey] })
  const page = values.console ? await openPage(context, feed) : undefined
  if (page !== undefined) stack.defer(() => page.close())
  const run = stack.use(useFolder(folder.path, () => beginRun({ folder, clock, operatorKey })))
  useFolder(folder.path, () => run.keep(feed.feed))
  stack.defer(() => feed.close())

  const haltFiles = [resolvePath(values.haltFile), folder.file('HALT')]
  const consoleUrl = page?.url
  const startedMs = clock.now()
  return {
    accounts: [
      { usdt: paperUsdt, v3: { user: computeKeyAddress(privateKey), signers: [computeKeyAddress(operatorKey)] } },
    ],
    journal: run.journal,
    haltFiles,
    feed,
    console: page,
    hide: feed.feed.hide,
    onReady(facts) {
      const connection = { ...facts, startedMs, haltFiles, ...(consoleUrl !== undefined && { consoleUrl }) }
      run.tell(connection)
      stack.defer(() => run.tell({ ...connection, endedMs: clock.now() }))
      return [
        `halted by ${haltFiles.join(' or ')}`,
        `ready: aster positions --state ${values.state} looks at it from another terminal`,
      ]
    },
  }
}

async function openPage({ clock, values, settings }: DemoContext, { feed }: DemoFeed): Promise<DemoConsole> {
  try {
    return await openConsole({ clock, port: values.consolePort, feed })
  } catch (error) {
    throw error instanceof EdgeServerError ? settings.refuse('consolePort', error.message) : error
  }
}
