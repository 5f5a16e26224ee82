import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { suggestName } from '@aster/runtime'

import { type AlertTemplate, alertTemplates } from '../core/alert-templates.ts'
import { readTarget } from './checks/read-target.ts'
import type { Command, CommandContext } from './run-command.ts'

const placeholder = '<your secret>'

/** Prints messages ready to paste into alerts of TradingView. Touches neither network nor data. */
export const printTemplates: Command = async (context, words) => {
  const { values, stdout } = context
  const templates = chooseTemplates(context, words).map((template) => ({
    name: template.name,
    use: template.use,
    url: buildUrl(context, template),
    message: JSON.stringify({ ...template.message, webhook_secret: findSecret(context) }, undefined, 2),
  }))
  if (values.json) {
    stdout.write(`${JSON.stringify(templates)}\n`)
    return
  }
  for (const { name, use, url, message } of templates) {
    stdout.write(`# ${name}: ${use}\n# Webhook URL: ${url}\n${message}\n\n`)
  }
  for (const line of listNotes(context)) stdout.write(`# ${line}\n`)
}

function chooseTemplates({ settings }: CommandContext, words: readonly string[]): readonly AlertTemplate[] {
  const names = alertTemplates.map(({ name }) => name)
  const unknown = words.find((word) => !names.includes(word))
  if (unknown !== undefined) {
    const near = suggestName(unknown, names)
    const hint = near === undefined ? '' : ` (did you mean ${near}?)`
    throw settings.refuse('words', `names no template: ${names.join(', ')}${hint}`)
  }
  return words.length === 0 ? alertTemplates : alertTemplates.filter(({ name }) => words.includes(name))
}

function buildUrl(context: CommandContext, { route }: AlertTemplate): string {
  const { values, port } = readTarget(context)
  const base = values.publicUrl ?? (values.mode === 'paper' ? `http://127.0.0.1:${port}` : 'https://<your host>')
  return base.replace(/\/+$/, '') + route
}

/** The secret that alerts have to know; also the one that a paper server made for itself. */
function findSecret(context: CommandContext): string {
  if (!context.values.showSecret) return placeholder
  const { webhookSecret, folder } = readTarget(context)
  if (webhookSecret !== undefined) return webhookSecret.reveal()
  const file = join(folder, 'webhook-secret')
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : placeholder
}

function listNotes({ values }: CommandContext): readonly string[] {
  return [
    'Paste the URL and one message into the alert; TradingView replaces what stands in {{ }}.',
    ...(values.showSecret ? [] : ['Put your secret in place of <your secret>, or run this again with --show-secret.']),
    ...(values.strategySecret.length > 0
      ? ['Of a strategy with a token of its own: append /t/<its token> to the URL, and leave webhook_secret out.']
      : []),
    ...(values.hmacSecret === undefined ? [] : ['TradingView cannot sign: with --hmac-secret its alerts are refused.']),
  ]
}
