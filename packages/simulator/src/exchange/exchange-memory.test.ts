import { describeExchange } from '../testing/describe-exchange.ts'
import { openMemoryWorld } from '../testing/world.ts'

describeExchange('in memory', openMemoryWorld)
