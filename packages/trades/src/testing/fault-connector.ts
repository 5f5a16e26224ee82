import type { Clock, Connector, Random } from '@aster/core'

/** What happens to a user event on its way: undefined lets it pass. */
export type EventFault = (
  event: { readonly e: string } & Readonly<Record<string, unknown>>,
) => 'drop' | 'twice' | { readonly delayMs: number } | undefined

export interface FaultConnector extends Connector {
  fault: EventFault | undefined
}

/** Stands between a client and an exchange and spoils user events. */
export function createFaultConnector(inner: Connector, clock: Clock): FaultConnector {
  const connector: FaultConnector = {
    fault: undefined,
    connect: (url, handlers, options) =>
      inner.connect(
        url,
        {
          ...handlers,
          onOpen: () => handlers.onOpen(),
          onClose: (code, reason) => handlers.onClose(code, reason),
          onMessage(text) {
            const verdict = connector.fault === undefined ? undefined : judge(connector.fault, text)
            if (verdict === 'drop') return
            if (verdict === undefined) return handlers.onMessage(text)
            if (verdict === 'twice') {
              handlers.onMessage(text)
              handlers.onMessage(text)
              return
            }
            clock.schedule(verdict.delayMs, () => handlers.onMessage(text))
          },
        },
        options,
      ),
    close: () => inner.close(),
  }
  return connector
}

function judge(fault: EventFault, text: string): ReturnType<EventFault> {
  const event = JSON.parse(text) as { e?: string }
  if (event.e !== 'ORDER_TRADE_UPDATE' && event.e !== 'ACCOUNT_UPDATE') return undefined
  return fault(event as Parameters<EventFault>[0])
}

/** Drops, repeats and delays by chance. */
export const randomEventFault =
  (
    random: Random,
    rates: { readonly drop: number; readonly twice: number; readonly delay: number; readonly longestMs: number },
  ): EventFault =>
  () => {
    const roll = random.next()
    if (roll < rates.drop) return 'drop'
    if (roll < rates.drop + rates.twice) return 'twice'
    if (roll < rates.drop + rates.twice + rates.delay) return { delayMs: random.nextInt(rates.longestMs) }
    return undefined
  }
