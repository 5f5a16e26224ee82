import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'

import type { Clock } from '@aster/core'

import type { EventFeed } from '../feed/create-event-feed.ts'
import { type EdgeRoute, sendJson } from '../http/serve-edge.ts'
import type { Mode } from '../mode/networks.ts'
import type { Redactor } from '../redaction/create-redactor.ts'
import { createEventStream } from './create-event-stream.ts'

/** A button on the page. */
export interface ConsoleAction {
  /** `halt` also answers to the key h. */
  readonly id: string
  readonly label: string
  /** What a person is asked before it is done. */
  readonly question: string
  readonly isDangerous?: boolean | undefined
  /** Does it and says in a sentence what came of it. @throws {Error} It was not done. */
  run(): Promise<string>
}

export interface ConsoleOptions {
  readonly program: string
  readonly mode: Mode
  readonly feed: EventFeed
  readonly clock: Clock
  readonly actions?: (() => readonly ConsoleAction[]) | undefined
  /** A line over everything, while there is something to say: halted since when and why. */
  readonly banner?: (() => string | undefined) | undefined
  /** Hides secrets in the banner; the feed has its own. */
  readonly redactor?: Pick<Redactor, 'redactText'> | undefined
}

interface Asset {
  readonly type: string
  readonly plain: Buffer
  readonly gzip: Buffer
  readonly brotli: Buffer
}

const pageFolder = fileURLToPath(new URL('../../src/console/page/', import.meta.url))

const files: Readonly<Record<string, { readonly type: string; readonly path: () => string }>> = {
  '/': { type: 'text/html; charset=utf-8', path: () => join(pageFolder, 'index.html') },
  '/console/console.css': { type: 'text/css; charset=utf-8', path: () => join(pageFolder, 'console.css') },
  '/console/console.js': { type: 'text/javascript; charset=utf-8', path: () => join(pageFolder, 'console.js') },
  '/console/charts.js': { type: 'text/javascript; charset=utf-8', path: findCharts },
}

function findCharts(): string {
  const folder = dirname(createRequire(import.meta.url).resolve('lightweight-charts/package.json'))
  return join(folder, 'dist', 'lightweight-charts.standalone.production.mjs')
}

const loaded = new Map<string, Asset>()

function loadAsset(name: string): Asset | undefined {
  const file = Object.hasOwn(files, name) ? files[name] : undefined
  if (file === undefined) return undefined
  let asset = loaded.get(name)
  if (asset === undefined) {
    const plain = readFileSync(file.path())
    asset = { type: file.type, plain, gzip: gzipSync(plain), brotli: brotliCompressSync(plain) }
    loaded.set(name, asset)
  }
  return asset
}

/**
 * The operator console: one page, its events, its buttons. It shows what the feed tells and does what the program offers; every
 * button asks first, and every press becomes a decision in the feed.
 */
export function consoleRoute(options: ConsoleOptions): EdgeRoute & Disposable {
  const { program, mode, feed, clock, actions = () => [], banner, redactor } = options
  const readBanner = (): string | undefined => {
    const text = banner?.()
    return text === undefined || redactor === undefined ? text : redactor.redactText(text)
  }
  const describe = () => ({
    program,
    mode,
    banner: readBanner(),
    actions: actions().map(({ id, label, question, isDangerous = false }) => ({ id, label, question, isDangerous })),
  })
  const stream = createEventStream({ feed, clock, describe })

  const perform = async (id: string, response: ServerResponse): Promise<void> => {
    const action = actions().find((candidate) => candidate.id === id)
    if (action === undefined) return sendJson(response, 404, { message: `there is no action ${id} now` })
    const what = `console ${action.label.toLowerCase()}`
    try {
      const message = await action.run()
      feed.publish({ kind: 'decision', what, outcome: 'taken', reason: message })
      sendJson(response, 200, { message })
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      const told = feed.publish({ kind: 'decision', what, outcome: 'refused', reason })
      // as the feed tells it: without secrets
      sendJson(response, 500, { message: told.kind === 'decision' ? told.reason : 'not done' })
    }
    stream.announce()
  }

  const route: EdgeRoute = async (request, response, { pathname }) => {
    const id = /^\/console\/actions\/([\w-]+)$/.exec(pathname)?.[1]
    if (request.method === 'POST' && id !== undefined) {
      await perform(id, response)
      return true
    }
    if (request.method !== 'GET') return false
    if (pathname === '/console/events') {
      stream.open(request, response)
      return true
    }
    const asset = loadAsset(pathname)
    if (asset === undefined) return false
    sendAsset(asset, String(request.headers['accept-encoding'] ?? ''), response)
    return true
  }
  return Object.assign(route, { [Symbol.dispose]: () => stream[Symbol.dispose]() })
}

function sendAsset({ type, plain, gzip, brotli }: Asset, accepted: string, response: ServerResponse): void {
  const [encoding, body] = accepted.includes('br')
    ? (['br', brotli] as const)
    : accepted.includes('gzip')
      ? (['gzip', gzip] as const)
      : ([undefined, plain] as const)
  const headers = { 'content-type': type, vary: 'accept-encoding', 'content-length': body.length }
  response.writeHead(200, encoding === undefined ? headers : { ...headers, 'content-encoding': encoding }).end(body)
}
