import { z } from 'zod'

/** Reads an input as a schema would; `z.INVALID` when it does not fit. */
export type Reader<T> = (input: unknown) => T | typeof z.INVALID

/** A reader that compiles its schema when it is first used: that takes some milliseconds, and most schemas are never used. */
export function createReader<S extends z.ZodType>(schema: S): Reader<z.output<S>> {
  let compiled: S | undefined
  return (input) => {
    compiled ??= z.compile(schema)
    const parsed = compiled.safeParse(input)
    return parsed.success ? parsed.data : z.INVALID
  }
}

/**
 * The same schema, several times as fast from its second use on: for what is read often or is long. What does not fit goes
 * to the schema as it was, which says what is wrong.
 */
export function compileOnUse<S extends z.ZodType>(schema: S): S {
  return z.withParser(schema, createReader(schema))
}
