import { createSystemClock } from '@aster/core'

import { measureEvents } from './measure-events.ts'
import { measureOrders } from './measure-orders.ts'

const measures = { orders: measureOrders, events: measureEvents }

process.once('message', (what) => {
  process.send?.(measures[what as keyof typeof measures](createSystemClock()))
})

// whoever started it is gone, or has enough
process.once('disconnect', () => process.exit(0))
