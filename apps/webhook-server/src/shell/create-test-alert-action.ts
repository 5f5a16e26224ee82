import { createHmac, randomUUID } from 'node:crypto'

import { ParameterError } from '@aster/core'
import type { ConsoleAction } from '@aster/runtime'
import type { FastifyInstance } from 'fastify'

import type { AccessRules } from '../core/authorize.ts'
import { completeMessage } from '../core/complete-message.ts'
import { renderTestAlert, testAlerts } from '../core/test-alerts.ts'

/** The answers of the alert routes, as far as they are read here. */
interface Answer {
  readonly signal_id?: string
  readonly code?: string
  readonly detail?: string
}

/**
 * The form that sends a test alert. It goes the way of every alert, through the routes of the server with all their checks; the
 * secrets that it needs stay in this process.
 */
export function createTestAlertAction(options: {
  readonly app: Pick<FastifyInstance, 'inject'>
  readonly rules: Pick<AccessRules, 'webhookSecret' | 'hmacSecret'>
  readonly symbols: readonly string[]
  /** Whether it moves money. */
  readonly isDangerous: boolean
}): ConsoleAction {
  const { app, rules, symbols, isDangerous } = options

  const send = async (route: string, text: string): Promise<string> => {
    const { webhookSecret, hmacSecret } = rules
    const signature = hmacSecret && createHmac('sha256', hmacSecret.reveal()).update(text).digest('hex')
    const { statusCode, body } = await app.inject({
      method: 'POST',
      url: route,
      payload: text,
      headers: {
        'content-type': 'application/json',
        ...(webhookSecret && { 'x-webhook-secret': webhookSecret.reveal() }),
        ...(signature !== undefined && { 'x-signature': `sha256=${signature}` }),
      },
    })
    const { signal_id: id, code, detail = '' } = JSON.parse(body) as Answer
    if (statusCode === 202) return `202: taken in as ${id}`
    const message = `${statusCode} ${code}: ${detail}${hintAt(code)}`
    if (statusCode !== 400) throw new Error(message)
    throw new ParameterError('alert', [{ field: 'body', rule: 'alert', value: 'as given', message }])
  }

  return {
    id: 'test-alert',
    label: 'Send a test alert',
    isDangerous,
    question: 'It is carried out like every other alert: what it opens is really opened.',
    fields: [
      {
        kind: 'choice',
        id: 'template',
        label: 'What it does',
        options: testAlerts.map((alert) => ({
          value: alert.id,
          label: alert.label,
          fills: { body: renderTestAlert(alert) },
        })),
      },
      {
        kind: 'choice',
        id: 'symbol',
        label: 'Symbol',
        options: symbols.map((value) => ({ value, label: value })),
        help: 'Unless the message names one.',
      },
      {
        kind: 'lines',
        id: 'body',
        label: 'Message',
        help: 'As TradingView would send it; the secret is added here.',
      },
    ],
    run: async ({ template, symbol = '', body = '' }) => {
      const alert = testAlerts.find(({ id }) => id === template)
      if (alert === undefined) throw new Error(`there is no test alert ${template}`)
      return send(alert.route, completeMessage(body, { symbol, id: `console-${randomUUID()}` }))
    },
  }
}

const hintAt = (code: string | undefined): string =>
  code === 'SOURCE_NOT_ALLOWED' ? '; allow 127.0.0.1 to send test alerts from here' : ''
