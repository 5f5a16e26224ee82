import { originalNames } from '@aster/core'
import { listSetting, optionalSetting, plainText, secretText, setting, wholeNumber } from '@aster/runtime'

/** Who may send alerts, who may do the rest, and how often. */
export const accessFields = {
  webhookSecret: optionalSetting(secretText(), {
    description: 'What alerts have to know, in the body or in X-Webhook-Secret.',
    placeholder: '<text>',
    secret: true,
    alsoNamed: originalNames.webhookSecret,
  }),
  strategySecret: listSetting(secretText(), {
    description: 'A token of one strategy, <name>:<token>: its alerts go to /webhook/tradingview/t/<token>.',
    placeholder: '<name>:<token>',
    secret: true,
  }),
  hmacSecret: optionalSetting(secretText(), {
    description: 'Bodies must be signed with it: X-Signature: sha256=<hex>.',
    placeholder: '<text>',
    secret: true,
  }),
  apiToken: optionalSetting(secretText(), {
    description: 'For all other routes: Authorization: Bearer <token>. The webhook secret by default.',
    placeholder: '<text>',
    secret: true,
  }),
  allowSource: listSetting(plainText(), {
    description: 'Only these addresses may send alerts. Everybody who knows the secret by default.',
    placeholder: '<address,…>',
  }),
  trustedProxy: listSetting(plainText(), {
    description: 'Proxies whose X-Forwarded-For is believed. None by default.',
    placeholder: '<address,…>',
  }),
  maxAlertsPerMinute: setting(wholeNumber({ min: 1 }), {
    description: 'From one address; more are answered with 429.',
    placeholder: '<n>',
    default: 60_000,
  }),
}
