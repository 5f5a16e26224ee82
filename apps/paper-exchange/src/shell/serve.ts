import { ParameterError } from '@aster/core'
import { EdgeServerError, type ProgramContext } from '@aster/runtime'
import { type Exchange, type Listener, createExchange } from '@aster/simulator'

import type { paperExchangeSettings } from '../config.ts'
import { buildOptions } from './build-options.ts'
import { type ExchangeConsole, openExchangeConsole } from './console/open-exchange-console.ts'
import { type DataFolder, DataFolderError, openDataFolder } from './data-folder.ts'

type Context = ProgramContext<typeof paperExchangeSettings.fields>

/**
 * Runs the exchange until the program is to end. Prints one JSON line when it can be used.
 *
 * @throws {SettingsError} The port is taken, a file is missing, the accounts contradict each other.
 */
export async function serve(context: Context): Promise<void> {
  const { signal, stdout, stderr, values, shutdown } = context
  const options = await buildOptions(context)
  const store = openData(context)
  if (store !== undefined) shutdown.add('close', 'data folder', () => store.close())
  const broken = Promise.withResolvers<never>()
  // what nobody waits for any more must not end the process
  broken.promise.catch(() => undefined)
  const exchange = open(context, () =>
    createExchange({
      ...options,
      store,
      onFault: (error) => stderr.write(`paper-exchange: ${describe(error)}\n`),
      onStoreFailure: (error) => broken.reject(new Error(`cannot write ${values.data ?? ''}`, { cause: error })),
    }),
  )
  shutdown.add('settle', 'exchange', () => exchange.stop())
  await startMarket(context, exchange)
  const { restUrl, wsUrl } = await listen(context, exchange)
  const page = await openPage(context, exchange)
  if (page !== undefined) shutdown.add('intake', 'console', async () => page[Symbol.asyncDispose]())
  const console = page === undefined ? {} : { console: page.url }
  stdout.write(`${JSON.stringify({ ready: true, rest: restUrl, ws: wsUrl, ...console })}\n`)
  await Promise.race([waitForAbort(signal), broken.promise])
}

function openData({ values, settings, resolvePath }: Context): DataFolder | undefined {
  if (values.data === undefined) return undefined
  try {
    return openDataFolder(resolvePath(values.data))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    const rule = error instanceof DataFolderError ? error.message : `cannot be used${code}`
    throw settings.refuse('data', rule, { cause: error })
  }
}

function open({ settings, values }: Context, create: () => Exchange): Exchange {
  try {
    return create()
  } catch (error) {
    if (error instanceof DataFolderError) throw settings.refuse('data', error.message, { cause: error })
    if (!(error instanceof ParameterError)) throw error
    const [violation] = error.violations
    if (violation?.rule === 'kept') throw settings.refuse('symbols', violation.message, { cause: error })
    if (violation?.field.startsWith('account') !== true)
      throw settings.refuse('exchangeInfo', describe(error), { cause: error })
    const field = values.account.length > 0 ? 'account' : 'accounts'
    throw settings.refuse(field, `${violation.field.replace('account.', '')} ${violation.message}`, { cause: error })
  }
}

async function startMarket({ settings, values }: Context, exchange: Exchange): Promise<void> {
  try {
    await exchange.start()
  } catch (error) {
    const { kind } = values.market
    if (kind !== 'replay' && kind !== 'live') throw error
    const verb = kind === 'replay' ? 'replayed' : 'mirrored'
    throw settings.refuse('market', `cannot be ${verb}: ${describe(error)}`, { cause: error })
  }
}

async function listen({ settings, values }: Context, exchange: Exchange): Promise<Listener> {
  const { host, port } = values
  try {
    return await exchange.listen({ host, port })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'EADDRINUSE') throw settings.refuse('port', `is taken on ${host}`, { cause: error })
    if (code === 'EACCES') throw settings.refuse('port', 'is not allowed for this user', { cause: error })
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
      throw settings.refuse('host', 'is not an address of this machine', { cause: error })
    }
    throw error
  }
}

async function openPage(context: Context, exchange: Exchange): Promise<ExchangeConsole | undefined> {
  const { settings, values, clock } = context
  if (!values.console) return undefined
  try {
    return await openExchangeConsole({ exchange, clock, port: values.consolePort })
  } catch (error) {
    throw error instanceof EdgeServerError ? settings.refuse('consolePort', error.message) : error
  }
}

const describe = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function waitForAbort(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
