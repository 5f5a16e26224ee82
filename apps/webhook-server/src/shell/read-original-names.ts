import { Secret } from '@aster/core'

type Environment = Readonly<Record<string, string | undefined>>

/** What the environment says under the names that the original server had, in any letter case. Empty counts as absent. */
export function readOriginalNames(env: Environment) {
  const read = (name: string): string | undefined => {
    const key = Object.hasOwn(env, name) ? name : Object.keys(env).find((other) => other.toUpperCase() === name)
    const value = key === undefined ? undefined : env[key]?.trim()
    return value === '' ? undefined : value
  }
  const secret = read('WEBHOOK_SECRET')
  const port = read('SERVER_PORT')
  return {
    baseUrl: read('ASTERDEX_BASE_URL'),
    host: read('SERVER_HOST'),
    port: port === undefined || !/^\d{1,5}$/.test(port) ? undefined : Number(port),
    webhookSecret: secret === undefined ? undefined : new Secret(secret),
  }
}
