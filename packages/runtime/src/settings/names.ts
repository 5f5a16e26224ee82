/** Every environment variable of ours begins with it. */
export const environmentPrefix = 'ASTER_'

/** `nonceWindowMs` → `--nonce-window-ms`. */
export function toFlagName(key: string): string {
  return `--${toWords(key).join('-')}`
}

/** `nonceWindowMs` → `ASTER_NONCE_WINDOW_MS`: meant for every program that has such a setting. */
export function toEnvironmentName(key: string): string {
  return environmentPrefix + toWords(key).join('_').toUpperCase()
}

/** `nonceWindowMs` of `paper-exchange` → `ASTER_PAPER_EXCHANGE_NONCE_WINDOW_MS`: meant for this program alone, outranks the other. */
export function toOwnEnvironmentName(program: string, key: string): string {
  const owner = program.toUpperCase().replace(/[^A-Z0-9]+/g, '_')
  return `${environmentPrefix}${owner}_${toEnvironmentName(key).slice(environmentPrefix.length)}`
}

function toWords(key: string): string[] {
  return key.split(/(?=[A-Z])/).map((word) => word.toLowerCase())
}
