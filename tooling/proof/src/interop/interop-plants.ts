import type { Plant } from '../proof.ts'

/** Faults that the exchange gets for the whole session: a client must stumble over each. */
const scripts = {
  'html-book': { match: { endpoint: 'getDepth' }, action: { kind: 'html' } },
  'refused-cancels': { match: { endpoint: 'cancelOrder' }, action: { kind: 'errorBeforeAccept', code: -2011 } },
  'cut-positions': { match: { endpoint: 'getPositionRisk' }, action: { kind: 'truncatedJson' } },
  'no-listen-key': { match: { endpoint: 'createListenKey' }, action: { kind: 'errorBeforeAccept', code: -1001 } },
} as const

/** Bugs to plant: in the exchange of the session, or in our side of the comparison. */
export const interopPlants: readonly Plant[] = [
  { name: 'html-book', meaning: 'Order books come as an HTML page.' },
  { name: 'refused-cancels', meaning: 'Cancels are refused though the order is open.' },
  { name: 'cut-positions', meaning: 'Position lists break off in the middle.' },
  { name: 'no-listen-key', meaning: 'Listen keys are refused.' },
  { name: 'lost-cancel', meaning: 'Our client leaves every cancel of a script out.' },
  { name: 'shifted-price', meaning: 'Our client sends prices one tick too high.' },
  { name: 'doubled-order', meaning: 'Our client sends one order twice.' },
]

/** The fault script of a plant; `undefined` when it is not the exchange that is broken. */
export const findFaultScript = (plant: string | undefined): unknown =>
  plant !== undefined && Object.hasOwn(scripts, plant) ? { rules: [scripts[plant as keyof typeof scripts]] } : undefined

export const isAgreePlant = (plant: string | undefined): plant is 'lost-cancel' | 'shifted-price' | 'doubled-order' =>
  plant === 'lost-cancel' || plant === 'shifted-price' || plant === 'doubled-order'
