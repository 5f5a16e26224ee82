import { z } from 'zod'

/** Takes one row or a list of them and gives a list: the exchange answers with either, not always as documented. */
export function rows<Row extends z.ZodType>(row: Row) {
  return z.union([z.array(row), row.transform((one) => [one])]) as unknown as z.ZodType<z.output<Row>[]>
}
