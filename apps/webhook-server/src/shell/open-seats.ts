import { AccountKeysError, generateAgentKey, readAccountKeys } from '@aster/auth'
import { createSystemRandom, Secret } from '@aster/core'
import { createUndiciTransport } from '@aster/rest'
import { type Metrics, type ProgramContext, resolveNetwork, watchRequests } from '@aster/runtime'
import { type AccountFeed, openJournal, OwnerError } from '@aster/trades'
import { createWsConnector } from '@aster/ws'

import type { webhookServerSettings } from '../config.ts'
import { isLoopback } from '../core/is-loopback.ts'
import type { SignalAccount } from '../core/share-signal.ts'
import { applyAccountDefaults } from './apply-account-defaults.ts'
import { chooseAddresses } from './choose-addresses.ts'
import { guardTransport } from './guard-transport.ts'
import { type DeskCredentials, openDesk } from './open-desk.ts'
import { openPaperExchange } from './open-paper-exchange.ts'
import { readOrMakeSecret } from './read-access-rules.ts'
import { createSeat, type Seats } from './seat.ts'

export type ServerContext = ProgramContext<typeof webhookServerSettings.fields>

/** Opens every account of the server, all or none: one that cannot be opened would trade by half. */
export async function openSeats(
  context: ServerContext,
  stack: AsyncDisposableStack,
  parts: {
    readonly folder: { file(name: string): string }
    readonly accounts: readonly SignalAccount[]
    readonly feedOf: (account: string) => AccountFeed
    readonly metrics: Metrics
    /** Told every key, so that no log shows it. */
    readonly hide: (secret: Secret) => void
  },
): Promise<Seats> {
  const { values, settings, clock, resolvePath, shutdown, stdout } = context
  const { folder, accounts } = parts
  const { restUrl, wsUrl, isOwn } = await findExchange(context, stack, parts)
  const transport = createUndiciTransport()
  stack.defer(() => transport.close())
  const guarded = guardTransport(transport)
  const connector = createWsConnector()
  stack.defer(() => connector.close())
  const journal = openJournal({ path: folder.file('journal.db'), clock, label: 'webhook-server' })
  stack.defer(() => journal.close())
  const limits = {
    ...(values.maxOrderNotional === undefined ? {} : { maxOrderNotional: values.maxOrderNotional }),
    ...(values.maxPositionNotional === undefined ? {} : { maxPositionNotional: values.maxPositionNotional }),
  }
  const opened = accounts.map(async (place) => {
    const credentials = await chooseCredentials(context, place.id, { folder, isOwn, isMain: place === accounts[0] })
    parts.hide(credentials.kind === 'v3' ? credentials.privateKey : credentials.apiSecret)
    const desk = await openDesk({
      name: place.id,
      clock,
      random: createSystemRandom(),
      transport: place.isDry ? guarded : transport,
      connector,
      restUrl,
      wsUrl,
      credentials,
      symbols: values.symbols,
      journal: place.isDry ? undefined : journal,
      locksFolder: place.isDry ? undefined : resolvePath(values.locks),
      haltFile: [context.resolvePath(values.haltFile), folder.file('HALT')],
      limits,
      timeoutMs: values.requestTimeoutSeconds * 1_000,
      recvWindowMs: values.recvWindow,
      hooks: watchRequests(parts.metrics, { account: place.id, clock }),
      onEvent: parts.feedOf(place.id).onEvent,
    }).catch((error: unknown) => {
      if (error instanceof OwnerError) throw settings.refuse('symbols', `are taken: ${error.message}`, { cause: error })
      throw error
    })
    shutdown.add('release', `account ${place.id}`, () => desk.close('leaveProtected'), { withinMs: 5_000 })
    if (!place.isDry) {
      const busy = await applyAccountDefaults(desk.rest, { symbols: values.symbols, values, refuse: settings.refuse })
      for (const symbol of busy) {
        stdout.write(
          `webhook-server: ${place.id}: leverage and margin type of ${symbol} stay: something stands there\n`,
        )
      }
    }
    return createSeat({ ...place, account: desk.account, streams: desk.streams })
  })
  await Promise.allSettled(opened)
  const [main, ...others] = await Promise.all(opened)
  if (main === undefined) throw new Error('a server without an account carries nothing out')
  return [main, ...others]
}

/** Where the exchange is. One of our own is started where none is given and none is real. */
export async function findExchange(
  context: ServerContext,
  stack: AsyncDisposableStack,
  { folder }: { readonly folder: { file(name: string): string } },
) {
  const { values, settings } = context
  const { restUrl, wsUrl, mistakes } = chooseAddresses(context)
  for (const { field, rule } of mistakes) throw settings.refuse(field, rule)
  if (restUrl !== undefined && wsUrl !== undefined)
    return { restUrl, wsUrl, isOwn: isLoopback(new URL(restUrl).hostname) }
  const venue = await openPaperExchange({
    folder: folder.file('exchange'),
    symbols: values.symbols,
    stderr: context.stderr,
  })
  stack.defer(() => venue.close())
  const panel = venue.panelUrl === undefined ? '' : `; its panel: ${venue.panelUrl}`
  context.stdout.write(`webhook-server: trading on a paper exchange of its own, on synthetic prices${panel}\n`)
  return { restUrl: venue.restUrl, wsUrl: venue.wsUrl, isOwn: true }
}

/** What an account signs with. On an exchange of this machine a key that is made and kept in the folder. */
export async function chooseCredentials(
  { values, settings, env, resolvePath }: ServerContext,
  alias: string,
  parts: { readonly folder: { file(name: string): string }; readonly isOwn: boolean; readonly isMain: boolean },
): Promise<DeskCredentials> {
  const { chainId } = resolveNetwork(values)
  if (parts.isOwn) {
    const file = parts.folder.file(alias === 'paper' ? 'paper-key' : `paper-key-${alias}`)
    return { kind: 'v3', privateKey: new Secret(readOrMakeSecret(file, () => generateAgentKey().reveal())), chainId }
  }
  const { v3, v1 } = await readAccountKeys({
    env,
    resolvePath,
    // the only account of a dry run may go without an alias
    alias: alias === 'paper' ? undefined : alias,
    // copies have their keystores at their own places
    ...(parts.isMain && { keystore: values.keystore, wallet: values.wallet }),
  }).catch((error: unknown) => {
    if (error instanceof AccountKeysError) throw settings.refuse(error.field, error.message, { cause: error })
    throw error
  })
  if (v3 !== undefined) return { kind: 'v3', privateKey: v3.privateKey, user: v3.user, chainId }
  if (v1 !== undefined) return { kind: 'v1', ...v1 }
  throw settings.refuse('account', 'has no keys')
}
