import { createSeededRandom } from '@aster/core'

/** One alert of a run: what is sent, and what the position must be once it has been carried out. */
export interface PlannedAlert {
  readonly path: string
  readonly body: Readonly<Record<string, unknown>> & { readonly id: string }
  /** Whether it takes an order whose id follows from the signal's. */
  readonly takesOrder: boolean
  /** In hundredths of the base asset. */
  readonly positionAfter: number
}

export interface WebhookPlan {
  readonly seed: number
  readonly alerts: readonly PlannedAlert[]
  /** At which step of the server it is killed, from 1. */
  readonly killAt: number
  /** Alerts that are sent twice at once. */
  readonly twice: ReadonlySet<number>
  /** Accounts that each alert is for, with what the second one takes of every size. */
  readonly accounts: readonly { readonly id: string; readonly weight: string }[]
}

const alertsPerRun = 5
/** Steps of five alerts; a run that has fewer ends without a kill. */
const mostSteps = 150

/** Alerts that fit one after the other, and where the server dies. The same seed draws the same. */
export function drawWebhookPlan(seed: number): WebhookPlan {
  const random = createSeededRandom(`webhook/${seed}`)
  const pick = (count: number) => random.nextInt(count)
  const alerts: PlannedAlert[] = []
  let position = 0
  const add = (body: Readonly<Record<string, unknown>>, after: number, takesOrder: boolean) => {
    const isTarget = 'position_size' in body
    alerts.push({
      path: isTarget ? '/webhook/tradingview-strategy' : '/webhook/tradingview',
      body: { symbol: 'BTCUSDT', ...body, id: `${seed}-${alerts.length}` },
      takesOrder,
      positionAfter: after,
    })
    position = after
  }
  const toText = (hundredths: number) => (hundredths / 100).toFixed(2)
  while (alerts.length < alertsPerRun) {
    const size = 1 + pick(3)
    const sign = Math.sign(position)
    if (position === 0) {
      const side = pick(2) === 0 ? 1 : -1
      add({ action: 'open', side: side > 0 ? 'BUY' : 'SELL', quantity: toText(size) }, side * size, true)
      continue
    }
    const target = (pick(2) === 0 ? 1 : -1) * (1 + pick(4))
    const choice = pick(5)
    if (choice === 0) add({ action: 'increase', quantity: toText(size) }, position + sign * size, true)
    else if (choice === 1 && Math.abs(position) > 1) {
      add({ action: 'decrease', quantity: toText(1) }, position - sign, true)
    } else if (choice === 2) add({ action: 'reverse' }, -position, true)
    else if (choice === 3) add({ action: 'close' }, 0, false)
    else if (target !== position) add({ position_size: toText(target) }, target, true)
  }
  const twice = new Set(alerts.flatMap((_, index) => (pick(3) === 0 ? [index] : [])))
  const main = { id: 'main', weight: '1' }
  const accounts = pick(3) === 0 ? [main, { id: 'desk', weight: '0.5' }] : [main]
  return { seed, alerts, killAt: 1 + pick(mostSteps * accounts.length), twice, accounts }
}
