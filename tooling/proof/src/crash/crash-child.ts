import { warmUpEngine } from '@aster/auth'
import { type Clock, createSystemClock } from '@aster/core'
import { createUndiciTransport } from '@aster/rest'
import { createWsConnector } from '@aster/ws'

import { type CrashLifeParts, runCrashLife } from './crash-life.ts'
import type { CrashPlan } from './crash-plan.ts'
import { createMortalLink } from './mortal-link.ts'

/** What the parent tells a life. */
export type CrashOrders = Pick<
  CrashLifeParts,
  'restUrl' | 'wsUrl' | 'privateKey' | 'user' | 'journalPath' | 'seed' | 'begins' | 'timeStopMs' | 'bug'
> & { readonly plan: CrashPlan; readonly aheadMs: number }

/** What a life tells the parent. */
export type CrashNews = 'ready' | 'begun' | { readonly points: number }

const tell = (news: CrashNews) => process.send?.(news)

/** One life of the program in a process of its own. It kills itself where it was told to, in the middle of what it does. */
async function live(orders: CrashOrders): Promise<void> {
  const system = createSystemClock()
  const clock: Clock = {
    ...system,
    now: () => system.now() + Math.floor(orders.aheadMs),
    nowUs: () => system.nowUs() + BigInt(Math.floor(orders.aheadMs * 1_000)),
  }
  await warmUpEngine()
  const transport = createUndiciTransport({ clock })
  const connector = createWsConnector()
  const link = createMortalLink({ transport, connector })
  let points = 0
  tell('ready')
  await runCrashLife({
    ...orders,
    ...link,
    clock,
    onBegin() {
      tell('begun')
      link.onPoint = () => {
        points += 1
        const { death } = orders.plan
        if ('atPoint' in death && points === death.atPoint) process.kill(process.pid, 'SIGKILL')
      }
    },
  })
  tell({ points })
  await connector.close()
  await transport.close()
}

process.once('message', (orders) => {
  void live(orders as CrashOrders).then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${String(error instanceof Error ? error.stack : error)}\n`)
      process.exit(1)
    },
  )
})
