import type { Clock, Secret } from '@aster/core'
import { createEventFeed, createRedactor, type EventFeed } from '@aster/runtime'
import { type Account, type AccountEvent, createAccountFeed, type PublishFeed, sampleAccount } from '@aster/trades'
import type { StreamClient } from '@aster/ws'

/** What happens in the demo, for its console and its file. */
export interface DemoFeed {
  readonly feed: EventFeed
  readonly onEvent: (event: AccountEvent) => void
  /** Tells prices, book, profit and protection of this account from now on. */
  attach(desk: { readonly account: Account; readonly streams: Pick<StreamClient, 'watch'> }): void
  close(): void
}

export function openFeed(options: { readonly clock: Clock; readonly secrets: readonly Secret[] }): DemoFeed {
  const { clock, secrets } = options
  const feed = createEventFeed({ clock, redactor: createRedactor(secrets) })
  const publish: PublishFeed = (body, correlationId) => feed.publish(body, correlationId)
  const accountFeed = createAccountFeed({ name: 'demo', publish })
  let stopSampling: (() => void) | undefined
  return {
    feed,
    onEvent: accountFeed.onEvent,
    attach({ account, streams }) {
      stopSampling = sampleAccount({ account, clock, publish, feed: accountFeed, streams })
    },
    close: () => stopSampling?.(),
  }
}
