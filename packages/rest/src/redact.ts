const hidden = '[hidden]'
const secretHeaders = new Set(['x-mbx-apikey', 'authorization', 'proxy-authorization', 'cookie', 'set-cookie'])

/** Takes signatures, keys and listen keys out of a form-encoded text, a URL or a JSON body. */
export function redactText(text: string): string {
  return text
    .replace(/((?:user|child)?signature=)[^&\s"]*/gi, `$1${hidden}`)
    .replace(/(listenKey=)[^&\s"]*/gi, `$1${hidden}`)
    .replace(/("(?:listenKey|userSignature|childSignature|signature)"\s*:\s*")[^"]*/gi, `$1${hidden}`)
}

/** Headers with keys and cookies hidden. */
export function redactHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, secretHeaders.has(name.toLowerCase()) ? hidden : value]),
  )
}
