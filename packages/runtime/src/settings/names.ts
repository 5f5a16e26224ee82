/** Every environment variable of ours begins with it. */
export const environmentPrefix = 'ASTER_'

/** `nonceWindowMs` → `--nonce-window-ms`. */
export function toFlagName(key: string): string {
  return `--${toWords(key).join('-')}`
}

/** `nonceWindowMs` → `ASTER_NONCE_WINDOW_MS`. */
export function toEnvironmentName(key: string): string {
  return environmentPrefix + toWords(key).join('_').toUpperCase()
}

function toWords(key: string): string[] {
  return key.split(/(?=[A-Z])/).map((word) => word.toLowerCase())
}
