import type { Clock, Connector, Random } from '@aster/core'

/** How often user events are lost, repeated and held up. */
export interface StreamFaultRates {
  readonly drop: number
  readonly twice: number
  readonly delay: number
  readonly longestMs: number
}

/** Spoils user events on their way; market data passes. `isOver` ends it. */
export function spoilUserStream(
  inner: Connector,
  clock: Clock,
  random: Random,
  rates: StreamFaultRates,
  isOver: () => boolean,
): Connector {
  return {
    connect: (url, handlers, options) =>
      inner.connect(
        url,
        {
          ...handlers,
          onOpen: () => handlers.onOpen(),
          onClose: (code, reason) => handlers.onClose(code, reason),
          onMessage(text) {
            if (isOver() || !isUserEvent(text)) return handlers.onMessage(text)
            const roll = random.next()
            if (roll < rates.drop) return
            if (roll < rates.drop + rates.delay) {
              clock.schedule(random.nextInt(rates.longestMs), () => handlers.onMessage(text))
              return
            }
            handlers.onMessage(text)
            if (roll > 1 - rates.twice) handlers.onMessage(text)
          },
        },
        options,
      ),
    close: () => inner.close(),
  }
}

const isUserEvent = (text: string): boolean =>
  text.includes('"e":"ORDER_TRADE_UPDATE"') || text.includes('"e":"ACCOUNT_UPDATE"')
