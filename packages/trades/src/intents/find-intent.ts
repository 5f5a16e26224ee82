import { RejectedError } from '@aster/core'

import type { Account } from '../account/account.ts'
import { intentOrderId } from './intent-order-id.ts'

/** What became of an intent so far. */
export type IntentTrace =
  /** Nothing of it can have filled; the next order carries this attempt. */
  { readonly state: 'new'; readonly attempt: number } | { readonly state: 'known'; readonly clientOrderId: string }

const mostLookups = 20

/**
 * Looks an intent up: in what this process knows, in the journal, and at the exchange (weight 1). An attempt that was
 * refused, or that certainly never arrived, leaves room for the next one; any other is the one.
 *
 * Without a journal the exchange alone decides. It forgets cancelled orders without fills after 7 days, and a question
 * within a moment of a crash may not see the order yet: a journal closes both gaps.
 *
 * @throws The errors of a read, when the exchange does not answer: the intent must not be carried out then.
 */
export async function findIntent(
  account: Account,
  options: {
    readonly symbol: string
    readonly intentId: string
    readonly label: string
    /**
     * The caller has written down, before anything of an intent is begun, that it is: and of this one nothing was. The
     * exchange is not asked where the journal has nothing of it either. False by default.
     */
    readonly isFirst?: boolean | undefined
    readonly signal?: AbortSignal
  },
): Promise<IntentTrace> {
  const { symbol, intentId, label, isFirst = false, signal } = options
  const isNew = isFirst && account.journal !== undefined
  for (let attempt = 1; attempt <= mostLookups; attempt += 1) {
    const clientOrderId = intentOrderId(account, intentId, { label, attempt })
    const view = account.orders.get(clientOrderId)
    if (view !== undefined) {
      if (view.state === 'rejected' || view.state === 'presumedAbsent') continue
      return { state: 'known', clientOrderId }
    }
    const noted = readNotes(account, clientOrderId)
    if (noted === 'refused') continue
    if (noted === 'sent' || (!isNew && (await isAtExchange(account, symbol, clientOrderId, signal)))) {
      return { state: 'known', clientOrderId }
    }
    return { state: 'new', attempt }
  }
  return { state: 'known', clientOrderId: intentOrderId(account, intentId, { label, attempt: mostLookups }) }
}

function readNotes({ journal }: Account, clientOrderId: string): 'none' | 'sent' | 'refused' {
  const entries = journal?.listOrder(clientOrderId) ?? []
  if (!entries.some((entry) => entry.type === 'sent')) return 'none'
  const notes = entries.flatMap((entry) => (entry.type === 'order' || entry.type === 'orderEnded' ? [entry.note] : []))
  const isOut = notes.length > 0 && notes.every(({ state }) => state === 'rejected' || state === 'presumedAbsent')
  return isOut ? 'refused' : 'sent'
}

async function isAtExchange(
  { rest }: Account,
  symbol: string,
  clientOrderId: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    await rest.trading.getOrder(
      { symbol, origClientOrderId: clientOrderId },
      { signal, timeoutMs: 2_000, lane: 'close' },
    )
    return true
  } catch (error) {
    if (error instanceof RejectedError && (error.code === -2013 || error.code === -2011)) return false
    throw error
  }
}
