import { z } from 'zod'

import { bool, whole } from '../schema/received.ts'
import { rowLimit, walletAddress } from '../schema/sent.ts'

/** What every question of a builder about its users takes. Up to 50 addresses; all users when absent. */
export const builderPageParams = {
  userAddresses: z
    .array(walletAddress)
    .min(1)
    .max(50)
    .transform((addresses) => addresses.join(','))
    .optional(),
  page: z.int().min(1).optional(),
  limit: rowLimit(1000).optional(),
}

/** A page of rows. Users in privacy mode, or not bound to the builder, are in `errors`. */
export const builderPage = <Row extends z.ZodType>(row: Row) =>
  z.object({
    total: whole,
    currentPage: whole,
    totalPages: whole,
    pageSize: whole,
    hasMore: bool,
    rows: z.array(row),
    errors: z.array(z.object({ address: z.string(), errorMsg: z.string() })).optional(),
  })
