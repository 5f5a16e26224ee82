import { createNoticeChannels, createNotifier, createRedactor } from '@aster/runtime'

import type { Command } from '../shell/command.ts'

/** Sends a test notice on every way out and tells how it went, the watchdog included. Exit code 1 when one failed. */
export const testNotices: Command = async (context, words) => {
  const { values, settings, clock } = context
  if (words[0] !== 'test') throw settings.refuse('words', 'must say what: aster notify test')
  const channels = createNoticeChannels(values)
  const { heartbeatUrl, telegramToken, discordWebhook, noticeWebhook } = values
  if (channels.length === 0 && heartbeatUrl === undefined) {
    throw settings.refuse('telegramToken', 'or discordWebhook, noticeWebhook or heartbeatUrl is needed')
  }
  const secrets = [telegramToken, discordWebhook, noticeWebhook, heartbeatUrl].filter((secret) => secret !== undefined)
  const redactor = createRedactor(secrets)
  const reasons = new Map<string, string>()
  const onFailure = (name: string, reason: string): void => void reasons.set(name, reason)
  const notifier = createNotifier({ program: 'aster', clock, channels, redactor, onFailure })
  const outcomes: Record<string, string> = { ...(await notifier.test()) }
  await notifier.close()
  if (heartbeatUrl !== undefined) {
    const { ok, reason } = await beat(heartbeatUrl.reveal())
    outcomes['heartbeat'] = ok ? 'sent' : 'failed'
    if (!ok) reasons.set('heartbeat', redactor.redactText(reason))
  }
  const lines = Object.entries(outcomes).map(([name, outcome]) => {
    const reason = reasons.get(name)
    return `${name}: ${outcome}${reason === undefined ? '' : `, ${reason}`}\n`
  })
  const isWell = Object.values(outcomes).every((outcome) => outcome === 'sent')
  return { data: { outcomes, reasons: Object.fromEntries(reasons) }, text: lines.join(''), code: isWell ? 0 : 1 }
}

async function beat(url: string): Promise<{ readonly ok: boolean; readonly reason: string }> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) })
    await response.body?.cancel()
    return { ok: response.ok, reason: `it answered HTTP ${response.status}` }
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) }
  }
}
