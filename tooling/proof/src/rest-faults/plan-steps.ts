import type { Random } from '@aster/core'

/** An order as the client wants it, without its id. */
export interface PlaceableOrder {
  readonly symbol: 'BTCUSDT'
  readonly side: 'BUY' | 'SELL'
  readonly quantity: string
  readonly limit: { readonly price: string; readonly timeInForce: 'GTC' | 'GTX' | 'IOC' } | undefined
}

export interface Intent {
  readonly name: string
  readonly order: PlaceableOrder
}

/** What the client does, one step after the other. */
export type Step =
  | { readonly kind: 'place'; readonly intent: Intent }
  /** Two to five orders in one call. */
  | { readonly kind: 'batch'; readonly intents: readonly Intent[] }
  /** Many single orders at once. */
  | { readonly kind: 'burst'; readonly intents: readonly Intent[] }
  /** Takes back the orders of earlier steps, where they rest. */
  | { readonly kind: 'cancel'; readonly names: readonly string[] }
  /** Moves an order of an earlier step to another price at which it rests, where it is there. */
  | { readonly kind: 'amend'; readonly name: string; readonly price: string }
  | { readonly kind: 'pause'; readonly ms: number }

/** Steps that run side by side. */
export type Lane = readonly Step[]

const laneCount = 2
const burstChance = 0.04

/** Draws what the client of one run does: two lanes of single orders, batches and cancels, now and then a burst. */
export function planSteps(random: Random, burstSize: number): readonly Lane[] {
  return Array.from({ length: laneCount }, (_, lane) => planLane(random.fork(`lane/${lane}`), lane, burstSize))
}

function planLane(random: Random, lane: number, burstSize: number): Lane {
  const steps: Step[] = []
  const resting: string[] = []
  const sides = new Map<string, PlaceableOrder['side']>()
  let count = 0
  const want = (order: PlaceableOrder): Intent => {
    const name = `${lane}x${count++}`
    sides.set(name, order.side)
    if (order.limit?.timeInForce === 'GTC' || order.limit?.timeInForce === 'GTX') resting.push(name)
    return { name, order }
  }
  const stepCount = 3 + random.nextInt(4)
  for (let index = 0; index < stepCount; index++) {
    const dice = random.next()
    if (dice < 0.5) steps.push({ kind: 'place', intent: want(drawOrder(random)) })
    else if (dice < 0.7) {
      const intents = Array.from({ length: 2 + random.nextInt(4) }, () => want(drawOrder(random)))
      steps.push({ kind: 'batch', intents })
    } else if (dice < 0.82 && resting.length > 0) steps.push({ kind: 'cancel', names: takeSome(resting, random) })
    else if (dice < 0.94 && resting.length > 0) {
      const name = resting[random.nextInt(resting.length)] ?? ''
      steps.push({ kind: 'amend', name, price: drawRestingPrice(random, sides.get(name) ?? 'BUY') })
    } else steps.push({ kind: 'pause', ms: random.nextInt(8_000) })
  }
  if (lane === 0 && random.next() < burstChance) {
    steps.push({ kind: 'burst', intents: Array.from({ length: burstSize }, () => want(drawResting(random))) })
  }
  if (resting.length > 0 && random.next() < 0.5) steps.push({ kind: 'cancel', names: takeSome(resting, random) })
  return steps
}

function takeSome(names: string[], random: Random): readonly string[] {
  return names.splice(0, 1 + random.nextInt(Math.min(4, names.length)))
}

function drawOrder(random: Random): PlaceableOrder {
  const dice = random.next()
  if (dice < 0.4) return { ...drawBasics(random), limit: undefined }
  if (dice < 0.5) {
    const basics = drawBasics(random)
    return { ...basics, limit: { price: basics.side === 'BUY' ? '97000' : '95000', timeInForce: 'IOC' } }
  }
  return drawResting(random)
}

/** Far enough from the fixed book around 96,000 to rest, near enough for the price filter. */
function drawRestingPrice(random: Random, side: PlaceableOrder['side']): string {
  const offset = 1_000 + random.nextInt(2_000)
  return String(side === 'BUY' ? 96_000 - offset : 96_000 + offset)
}

function drawResting(random: Random): PlaceableOrder {
  const basics = drawBasics(random)
  const price = drawRestingPrice(random, basics.side)
  return { ...basics, limit: { price, timeInForce: random.next() < 0.2 ? 'GTX' : 'GTC' } }
}

const drawBasics = (random: Random) => ({
  symbol: 'BTCUSDT' as const,
  side: random.next() < 0.5 ? ('BUY' as const) : ('SELL' as const),
  quantity: `0.00${1 + random.nextInt(4)}`,
})
