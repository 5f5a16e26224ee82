import type { Exchange } from '@aster/simulator'
import { z } from 'zod'

const State = z.object({ accounts: z.array(z.object({ accountId: z.string(), user: z.string().nullable() })) })

export interface AccountNames {
  /** For a cell of a table: `0xf39F…2266`. */
  short(accountId: string): string
  /** With number and whole address. */
  long(accountId: string): string
}

/** What accounts are called, by the state that an exchange shows. It is read again when an unknown account turns up. */
export function createAccountNames(exchange: Pick<Exchange, 'state'>): AccountNames {
  const users = new Map<string, string | null>()
  const findUser = (accountId: string): string | undefined => {
    if (!users.has(accountId)) {
      for (const account of State.parse(exchange.state()).accounts) users.set(account.accountId, account.user)
    }
    return users.get(accountId) ?? undefined
  }
  return {
    short(accountId) {
      const user = findUser(accountId)
      return user === undefined ? `account ${accountId}` : `${user.slice(0, 6)}…${user.slice(-4)}`
    },
    long(accountId) {
      const user = findUser(accountId)
      return user === undefined ? `account ${accountId}` : `account ${accountId}, ${user}`
    },
  }
}
