import { inspect } from 'node:util'

const hidden = '[secret]'

/** A value that no log, JSON, template string or inspection can print. Only `reveal` gives it, at the place of use. */
export class Secret<T = string> {
  readonly #value: T
  constructor(value: T) {
    this.#value = value
  }
  reveal(): T {
    return this.#value
  }
  toString(): string {
    return hidden
  }
  toJSON(): string {
    return hidden
  }
  get [Symbol.toStringTag](): string {
    return 'Secret'
  }
  [inspect.custom](): string {
    return hidden
  }
}
