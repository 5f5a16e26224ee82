const hidden = '[hidden]'
const secretHeaders = new Set(['x-mbx-apikey', 'authorization', 'proxy-authorization', 'cookie', 'set-cookie'])

/** A private key, an API key, a digest or a signature, whatever name it stands under. */
const longHex = /(?:0x)?[0-9a-f]{64,}/gi

/** Takes signatures, keys and listen keys out of a form-encoded text, a URL, a JSON body or a message. */
export function redactText(text: string): string {
  return text
    .replace(/((?:user|child)?signature=)[^&\s"]*/gi, `$1${hidden}`)
    .replace(/(listenKey=)[^&\s"]*/gi, `$1${hidden}`)
    .replace(/("(?:listenKey|userSignature|childSignature|signature)"\s*:\s*")[^"]*/gi, `$1${hidden}`)
    .replace(longHex, hidden)
}

/** Headers with keys and cookies hidden, also where another one repeats them. */
export function redactHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      secretHeaders.has(name.toLowerCase()) ? hidden : redactText(value),
    ]),
  )
}
