import { Secret } from '@aster/core'

const hidden = '[hidden]'

/** Names of fields whose value is never shown, whatever it is. Compared without case, dashes and underscores. */
const secretNames =
  /(privatekey|secret|passphrase|password|mnemonic|seedphrase|signature|authorization|cookie|apikey|listenkey|accesstoken|bottoken|token)$/

/** `name=value`, `"name":"value"` and `name: value` with a secret name, inside a longer text. */
const secretPairs =
  /((?:private[_-]?key|api[_-]?secret|webhook[_-]?secret|secret|passphrase|password|signature|authorization|x-mbx-apikey|api[_-]?key|listen[_-]?key|token)\\*["']?\s*[=:]\s*\\*["']?(?:(?:bearer|basic|token)\s+)?)(?!\[)[^\s"'&,;}]+/gi

/** Credentials inside a URL, and a token inside the path of Telegram's or Discord's API. */
const urlCredentials = /(\w+:\/\/)[^\s/]+@/g
const urlTokens = /(\/bot|\/webhooks\/\d+\/)[\w:-]{8,}/g

/** Below this a "secret" is a common word, and hiding it would hide everything else. */
const shortestSecret = 6

export interface Redactor {
  /** From now on this value is hidden wherever it appears; also without its 0x, in other letter case, for a URL, as base64. */
  addSecret(secret: Secret | string): void
  /** A text as it may be shown. */
  redactText(text: string): string
  /** A copy of a value as it may be shown: secret fields hidden, every text searched. */
  redactValue(value: unknown): unknown
}

/** How a secret may be written. */
function listForms(text: string): readonly string[] {
  const bytes = Buffer.from(text)
  const forms = [
    text,
    text.replace(/^0x/i, ''),
    encodeURIComponent(text.toWellFormed()),
    JSON.stringify(text).slice(1, -1),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
  ]
  return forms.filter(({ length }) => length >= shortestSecret)
}

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)

const judgeName = (name: string): boolean => secretNames.test(name.toLowerCase().replace(/[-_]/g, ''))

/** The same few names come with every line; names that somebody else chooses do not fill the memory. */
const judgedNames = new Map<string, boolean>()
const mostJudgedNames = 1_000

function isSecretName(name: string): boolean {
  const known = judgedNames.get(name)
  if (known !== undefined) return known
  const isSecret = judgeName(name)
  if (judgedNames.size < mostJudgedNames) judgedNames.set(name, isSecret)
  return isSecret
}

/** Hides by shape. Most texts hold none of the three signs, and every line passes here. */
function redactShapes(text: string): string {
  const hasPath = text.includes('/')
  if (!hasPath && !text.includes('=') && !text.includes(':')) return text
  const paired = text.replace(secretPairs, `$1${hidden}`)
  return hasPath ? paired.replace(urlCredentials, `$1${hidden}@`).replace(urlTokens, `$1${hidden}`) : paired
}

const deepest = 12

/**
 * Hides secrets in what a program says: by the names of fields, by the shape of texts, and by value. The last covers
 * the places that nobody thought of, an error text of a library for instance.
 */
export function createRedactor(secrets: Iterable<Secret | string> = []): Redactor {
  const values = new Set<string>()
  let pattern: RegExp | undefined

  const addSecret = (secret: Secret | string): void => {
    const text = secret instanceof Secret ? secret.reveal() : secret
    if (text.length >= shortestSecret) for (const form of listForms(text)) values.add(form)
    // the longest first, so that no tail of it stays
    const known = [...values].toSorted((a, b) => b.length - a.length)
    pattern = known.length === 0 ? undefined : new RegExp(known.map(escapeRegExp).join('|'), 'gi')
  }
  for (const secret of secrets) addSecret(secret)

  const redactText = (text: string): string => {
    const shaped = redactShapes(text)
    return pattern === undefined ? shaped : shaped.replace(pattern, hidden)
  }

  const redactInner = (value: unknown, above: readonly object[]): unknown => {
    if (typeof value === 'string') return redactText(value)
    if (typeof value === 'bigint') return value.toString()
    if (typeof value === 'function' || typeof value === 'symbol') return undefined
    if (typeof value !== 'object' || value === null) return value
    if (value instanceof Secret) return '[secret]'
    if (above.length > deepest || above.includes(value)) return '[…]'
    const path = above.length === 0 ? [value] : [...above, value]
    if (value instanceof Error) return describeError(value, (inner) => redactInner(inner, path))
    if (Array.isArray(value)) return value.map((item) => redactInner(item, path))
    if ('toJSON' in value && typeof value.toJSON === 'function') {
      return redactInner((value.toJSON as () => unknown)(), path)
    }
    const shown: Record<string, unknown> = {}
    for (const [name, inner] of Object.entries(value)) {
      const isHidden = inner !== undefined && isSecretName(name)
      if (name !== '__proto__') shown[name] = isHidden ? hidden : redactInner(inner, path)
    }
    return shown
  }

  return { addSecret, redactText, redactValue: (value) => redactInner(value, []) }
}

function describeError(error: Error, redact: (value: unknown) => unknown): unknown {
  const { cause, name: type, message, stack, ...facts } = error as Error & Record<string, unknown>
  return redact({ type, message, stack, ...facts, ...(cause !== undefined && { cause }) })
}
