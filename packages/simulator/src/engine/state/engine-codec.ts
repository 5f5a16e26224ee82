import { Account } from '../account.ts'
import { BookSide } from '../book-side.ts'
import { History } from '../history.ts'
import { Holding } from '../holding.ts'
import { compileInstrument, type Instrument } from '../instrument.ts'
import { Leg } from '../leg.ts'
import { Level } from '../level.ts'
import { Market } from '../market.ts'
import { Order } from '../order.ts'
import { Strategy, StrategyLeg } from '../strategy/strategy.ts'
import { TriggerBook } from '../trigger-book.ts'
import type { ExchangeInfoEntry } from '../types.ts'
import type { GraphCodec, GraphLeaf } from './encode-graph.ts'

/** Rules are compiled from the symbol's entry: they hold functions, and may be compiled otherwise by a later version. */
const instruments: GraphLeaf = {
  name: 'instrument',
  is: (value) => 'entry' in value && 'rules' in value && 'tickE8' in value,
  toPlain: (value) => (value as Instrument).entry,
  fromPlain: (entry) => compileInstrument(entry as ExchangeInfoEntry),
}

/** What the engine's state is made of. A class that is missing here cannot be kept: writing fails and names it. */
export const engineCodec: GraphCodec = {
  classes: { Account, BookSide, History, Holding, Leg, Level, Market, Order, Strategy, StrategyLeg, TriggerBook },
  leaves: [instruments],
}
