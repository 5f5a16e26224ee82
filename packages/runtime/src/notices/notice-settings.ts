import type { Secret } from '@aster/core'

import type { SettingsCheck } from '../settings/define-settings.ts'
import { optionalSetting, setting } from '../settings/setting.ts'
import { choice, plainText, secretText } from '../settings/text-schemas.ts'
import { discordChannel, telegramChannel, webhookChannel } from './notice-channels.ts'
import { type NoticeChannel, severities, type Severity } from './notice.ts'

/** Where notices go, the same in every program. Addresses are secrets: whoever has one can write there. */
export const noticeFields = {
  telegramToken: optionalSetting(secretText(), {
    description: 'Token of the Telegram bot that sends notices.',
    placeholder: '<token>',
    secret: true,
  }),
  telegramChat: optionalSetting(plainText(), {
    description: 'Telegram chat that gets them.',
    placeholder: '<id>',
  }),
  discordWebhook: optionalSetting(secretText(), {
    description: 'Webhook address of a Discord channel.',
    placeholder: '<url>',
    secret: true,
  }),
  noticeWebhook: optionalSetting(secretText(), {
    description: 'Any address that takes notices as JSON.',
    placeholder: '<url>',
    secret: true,
  }),
  noticeFrom: setting(choice(severities), {
    description: 'The least severity that is sent.',
    placeholder: severities.join('|'),
    default: 'warning' as Severity,
  }),
  heartbeatUrl: optionalSetting(secretText(), {
    description: 'Address of a watchdog, asked once a minute while all is well.',
    placeholder: '<url>',
    secret: true,
  }),
}

export interface NoticeValues {
  readonly telegramToken?: Secret | undefined
  readonly telegramChat?: string | undefined
  readonly discordWebhook?: Secret | undefined
  readonly noticeWebhook?: Secret | undefined
  readonly noticeFrom: Severity
  readonly heartbeatUrl?: Secret | undefined
}

const isWebAddress = (secret: Secret | undefined): boolean => {
  if (secret === undefined) return true
  const url = URL.parse(secret.reveal())
  return url?.protocol === 'https:' || url?.protocol === 'http:'
}

/** Rules that these settings have to keep. Spread it into a definition's `checks`. */
export const noticeChecks: readonly SettingsCheck<NoticeValues>[] = [
  {
    needs: ['telegramToken', 'telegramChat'],
    check({ telegramToken, telegramChat }, report) {
      if (telegramToken !== undefined && telegramChat === undefined) report('telegramChat', 'is needed with a token')
      if (telegramToken === undefined && telegramChat !== undefined) report('telegramToken', 'is needed with a chat')
    },
  },
  ...(['discordWebhook', 'noticeWebhook', 'heartbeatUrl'] as const).map((field): SettingsCheck<NoticeValues> => ({
    needs: [field],
    check(values, report) {
      if (!isWebAddress(values[field])) report(field, 'must be an http or https address')
    },
  })),
]

/** The ways out that the settings name; none when they name none. */
export function createNoticeChannels(values: NoticeValues): readonly NoticeChannel[] {
  const { telegramToken, telegramChat, discordWebhook, noticeWebhook, noticeFrom: minimum } = values
  const channels: NoticeChannel[] = []
  if (telegramToken !== undefined && telegramChat !== undefined) {
    channels.push(telegramChannel({ botToken: telegramToken, chatId: telegramChat, minimum }))
  }
  if (discordWebhook !== undefined) channels.push(discordChannel({ webhookUrl: discordWebhook, minimum }))
  if (noticeWebhook !== undefined) channels.push(webhookChannel({ url: noticeWebhook, minimum }))
  return channels
}
