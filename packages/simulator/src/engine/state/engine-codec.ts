import { Account } from '../account.ts'
import { AssetBook } from '../asset-book.ts'
import { BookSide } from '../book-side.ts'
import { ClosedOrders } from '../closed-orders.ts'
import { History } from '../history.ts'
import { Holding } from '../holding.ts'
import { compileInstrument, type Instrument, type InstrumentUnits } from '../instrument.ts'
import { Leg } from '../leg.ts'
import { Level } from '../level.ts'
import { Market } from '../market.ts'
import { Order } from '../order.ts'
import { Strategy, StrategyLeg } from '../strategy/strategy.ts'
import { TriggerBook } from '../trigger-book.ts'
import type { ExchangeInfoEntry } from '../types.ts'
import type { GraphCodec, GraphLeaf } from './encode-graph.ts'

interface KeptInstrument extends InstrumentUnits {
  readonly entry: ExchangeInfoEntry
}

/** Rules are compiled from the symbol's entry: they hold functions, and may be compiled otherwise by a later version. */
const instruments: GraphLeaf = {
  name: 'instrument',
  is: (value) => 'entry' in value && 'rules' in value && 'tickE8' in value,
  toPlain(value) {
    const { entry, tickE8, lotE8 } = value as Instrument
    return { entry, tickE8, lotE8 } satisfies KeptInstrument
  },
  fromPlain(plain) {
    const { entry, ...units } = plain as KeptInstrument
    return compileInstrument(entry, units)
  },
}

/** What the engine's state is made of. A class that is missing here cannot be kept: writing fails and names it. */
export const engineCodec: GraphCodec = {
  classes: {
    Account,
    AssetBook,
    BookSide,
    ClosedOrders,
    History,
    Holding,
    Leg,
    Level,
    Market,
    Order,
    Strategy,
    StrategyLeg,
    TriggerBook,
  },
  leaves: [instruments],
}
