import type { Clock, Secret } from '@aster/core'

import type { EventFeed } from '../feed/create-event-feed.ts'
import type { Health } from '../health/create-health.ts'
import type { Logger } from '../log/create-logger.ts'
import type { Redactor } from '../redaction/create-redactor.ts'
import { createNotifier } from './create-notifier.ts'
import { createNoticeChannels, type NoticeValues } from './notice-settings.ts'
import type { NoticeChannel } from './notice.ts'
import { startHeartbeat } from './start-heartbeat.ts'

export interface ProgramNoticesOptions {
  readonly program: string
  readonly values: NoticeValues
  readonly feed: Pick<EventFeed, 'subscribe'>
  readonly health: Pick<Health, 'ready'>
  readonly clock: Clock
  readonly redactor: Redactor
  readonly log: Pick<Logger, 'warn'>
}

/**
 * Tells people of the incidents of a feed, as {@link noticeFields} say where and from which severity on, and a watchdog
 * that the program is ready. Nothing it does delays or fails anything else; what did not arrive is a line in the log.
 */
export function openProgramNotices(options: ProgramNoticesOptions): AsyncDisposable {
  const { program, values, feed, health, clock, redactor, log } = options
  const channels: readonly NoticeChannel[] = createNoticeChannels(values)
  for (const secret of listAddresses(values)) redactor.addSecret(secret)
  const notifier = createNotifier({
    program,
    clock,
    channels,
    redactor,
    onFailure: (channel, reason) => log.warn('notice not delivered', { channel, reason }),
  })
  const stopListening = feed.subscribe((event) => {
    if (event.kind !== 'incident') return
    const { severity, what, detail, account, symbol } = event
    const place = [account, symbol].filter((part) => part !== undefined).join(' ')
    const title = place === '' ? what : `${what} (${place})`
    notifier.notify({ severity, title, text: detail })
  })
  const stopBeating =
    values.heartbeatUrl === undefined
      ? undefined
      : startHeartbeat({
          clock,
          url: values.heartbeatUrl,
          isWell: () => health.ready().ok,
          onFailure: (reason) => log.warn('heartbeat not delivered', { reason }),
        })
  return {
    async [Symbol.asyncDispose]() {
      stopListening()
      stopBeating?.()
      await notifier.close()
    },
  }
}

/** Whoever has one of these can write there. */
function listAddresses(values: NoticeValues): readonly Secret[] {
  const { telegramToken, discordWebhook, noticeWebhook, heartbeatUrl } = values
  return [telegramToken, discordWebhook, noticeWebhook, heartbeatUrl].filter((secret) => secret !== undefined)
}
