import { describeExchange } from '../testing/describe-exchange.ts'
import { openSocketWorld } from '../testing/world.ts'

describeExchange('over sockets', openSocketWorld)
