/** Root of every error these packages throw on purpose. */
export abstract class AsterError extends Error {
  abstract override name: string
}
