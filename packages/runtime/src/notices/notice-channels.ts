import type { Secret } from '@aster/core'

import type { Notice, NoticeChannel, Severity } from './notice.ts'

/** Does one POST; `fetch` of the platform by default. */
export type PostJson = (url: string, body: unknown, signal: AbortSignal) => Promise<void>

const postJson: PostJson = async (url, body, signal) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  })
  await response.body?.cancel()
  // the address holds the secret, so it is not named
  if (!response.ok) throw new Error(`it answered HTTP ${response.status}`)
}

interface ChannelOptions {
  readonly minimum?: Severity | undefined
  readonly post?: PostJson | undefined
}

/** Telegram's limit for one message. */
const longestTelegramText = 4_096
const longestDiscordText = 2_000
/** Ours, for servers that state no limit. */
const longestWebhookText = 16_000

/** No character is cut in half: a server may refuse what is no well-formed text. */
const cut = (text: string, longest: number): string => text.slice(0, longest).toWellFormed()

/** A bot that writes into one chat. */
export function telegramChannel(
  options: ChannelOptions & {
    readonly botToken: Secret
    readonly chatId: string
    readonly baseUrl?: string | undefined
  },
): NoticeChannel {
  const { botToken, chatId, baseUrl = 'https://api.telegram.org', minimum = 'warning', post = postJson } = options
  return {
    name: 'telegram',
    minimum,
    send: (text, _notice, signal) =>
      post(
        `${baseUrl}/bot${botToken.reveal()}/sendMessage`,
        { chat_id: chatId, text: cut(text, longestTelegramText), disable_web_page_preview: true },
        signal,
      ),
  }
}

/** A webhook of one Discord channel. */
export function discordChannel(options: ChannelOptions & { readonly webhookUrl: Secret }): NoticeChannel {
  const { webhookUrl, minimum = 'warning', post = postJson } = options
  return {
    name: 'discord',
    minimum,
    // no one is called by a text that happens to look like a mention
    send: (text, _notice, signal) =>
      post(webhookUrl.reveal(), { content: cut(text, longestDiscordText), allowed_mentions: { parse: [] } }, signal),
  }
}

/** Any server that takes JSON: `{ severity, title, text }`. */
export function webhookChannel(options: ChannelOptions & { readonly url: Secret }): NoticeChannel {
  const { url, minimum = 'warning', post = postJson } = options
  return {
    name: 'webhook',
    minimum,
    send: (text, { severity, title }: Notice, signal) =>
      post(
        url.reveal(),
        { severity, title: cut(title, longestWebhookText), text: cut(text, longestWebhookText) },
        signal,
      ),
  }
}
