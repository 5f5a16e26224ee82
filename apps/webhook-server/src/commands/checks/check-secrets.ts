import type { Check } from '@aster/runtime'

import { defineCheck, failed, fine, warning } from './define-check.ts'
import type { DoctorTarget } from './read-target.ts'

const longEnough = 32
const advice = 'make one with: openssl rand -hex 32'

/** Whether the secrets are there, long enough, and not one and the same. None is ever shown. */
export const secretChecks = (target: DoctorTarget): readonly Check[] => [
  checkWebhookSecret(target),
  checkApiToken(target),
  checkStrategyTokens(target),
  checkSignature(target),
]

/** Few different characters are few guesses, however many there are. */
const isWeak = (text: string): boolean => text.length < longEnough || new Set(text).size < 8

const checkWebhookSecret = ({ values, webhookSecret, isLoopback }: DoctorTarget): Check =>
  defineCheck('webhook secret', () => {
    if (webhookSecret === undefined) {
      if (values.mode === 'paper' && isLoopback) return fine('none is set; a paper server on loopback makes its own')
      return failed('none is set, and the server will not start', `set WEBHOOK_SECRET; ${advice}`)
    }
    const text = webhookSecret.reveal()
    if (isWeak(text))
      return warning(`it has ${text.length} characters; ${longEnough} random ones are hard to guess`, advice)
    return fine(`it is set and has ${text.length} characters`)
  })

const checkApiToken = ({ values: { apiToken }, webhookSecret }: DoctorTarget): Check =>
  defineCheck('api token', () => {
    if (apiToken === undefined) {
      return warning(
        'none is set: whoever knows what alerts carry can also read the account, halt and redrive',
        `set --api-token or ASTER_API_TOKEN; ${advice}`,
      )
    }
    const text = apiToken.reveal()
    if (text === webhookSecret?.reveal()) return warning('it is the webhook secret as well', advice)
    if (isWeak(text))
      return warning(`it has ${text.length} characters; ${longEnough} random ones are hard to guess`, advice)
    return fine(`it is set and has ${text.length} characters`)
  })

const checkStrategyTokens = ({ values }: DoctorTarget): Check =>
  defineCheck('strategy tokens', () => {
    const tokens = values.strategySecret.map((secret) => secret.reveal())
    const bad = tokens.filter((text) => !/^[\w.-]{1,64}:.{16,200}$/.test(text)).length
    if (bad > 0)
      return failed(`${bad} of ${tokens.length} are not <name>:<token>, the token of at least 16 characters`, advice)
    const words = tokens.map((text) => text.slice(text.indexOf(':') + 1))
    if (new Set(words).size < words.length) return failed('two strategies have the same token', advice)
    const weak = words.filter(isWeak).length
    if (weak > 0) return warning(`${weak} of ${words.length} are shorter than ${longEnough} random characters`, advice)
    return fine(words.length === 0 ? 'none; all alerts come with the webhook secret' : `${words.length} are set`)
  })

const checkSignature = ({ values }: DoctorTarget): Check =>
  defineCheck('signatures', () =>
    values.hmacSecret === undefined
      ? fine('bodies need no signature')
      : warning(
          'bodies must be signed, and TradingView cannot sign',
          'leave --hmac-secret out if alerts come from there',
        ),
  )
