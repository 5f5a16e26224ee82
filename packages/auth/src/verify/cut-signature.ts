/** Takes the `signature` pair out of a form-encoded text and leaves every other character as it was received. */
export function cutSignature(text: string): { readonly text: string; readonly signature: string | undefined } {
  const pairs = text.split('&')
  const index = pairs.findLastIndex((pair) => pair.startsWith('signature='))
  if (index === -1) return { text, signature: undefined }
  const [pair = ''] = pairs.splice(index, 1)
  return { text: pairs.join('&'), signature: decodeLoosely(pair.slice('signature='.length)) }
}

function decodeLoosely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
