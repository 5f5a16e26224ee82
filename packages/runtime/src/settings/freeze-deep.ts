/** Freezes plain objects and arrays all the way down; instances of classes stay as they are. */
export function freezeDeep<T>(value: T): T {
  if (!isPlain(value)) return value
  for (const part of Object.values(value)) freezeDeep(part)
  return Object.freeze(value)
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype
}
