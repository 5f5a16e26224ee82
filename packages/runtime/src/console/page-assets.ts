import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'

interface Asset {
  readonly type: string
  readonly plain: Buffer
  readonly gzip: Buffer
  readonly brotli: Buffer
}

interface PageFile {
  readonly type: string
  readonly path: () => string
}

const pageFolder = fileURLToPath(new URL('../../src/console/page/', import.meta.url))
const script = 'text/javascript; charset=utf-8'

const scripts = [
  'actions',
  'charts',
  'console',
  'dom',
  'events',
  'form',
  'inventory',
  'keep-stream',
  'lists',
  'market',
  'signals',
  'state',
  'tables',
  'theme',
] as const

const styles = ['console', 'dialog'] as const

/** What the page consists of, and nothing else. */
const files: Readonly<Record<string, PageFile>> = {
  '/': { type: 'text/html; charset=utf-8', path: () => join(pageFolder, 'index.html') },
  '/console/lightweight-charts.js': { type: script, path: findCharts },
  ...listFiles(styles, 'css', 'text/css; charset=utf-8'),
  ...listFiles(scripts, 'js', script),
}

function listFiles(names: readonly string[], ending: string, type: string): Readonly<Record<string, PageFile>> {
  const paths = names.map((name) => `${name}.${ending}`)
  return Object.fromEntries(paths.map((path) => [`/console/${path}`, { type, path: () => join(pageFolder, path) }]))
}

function findCharts(): string {
  const folder = dirname(createRequire(import.meta.url).resolve('lightweight-charts/package.json'))
  return join(folder, 'dist', 'lightweight-charts.standalone.production.mjs')
}

const loaded = new Map<string, Asset>()

/** A part of the page by its path; undefined for anything else. Read and compressed once. */
export function loadPageAsset(name: string): Asset | undefined {
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

/** Sends it as small as the browser can take it. */
export function sendPageAsset({ type, plain, gzip, brotli }: Asset, accepted: string, response: ServerResponse): void {
  const [encoding, body] = accepted.includes('br')
    ? (['br', brotli] as const)
    : accepted.includes('gzip')
      ? (['gzip', gzip] as const)
      : ([undefined, plain] as const)
  const headers = { 'content-type': type, vary: 'accept-encoding', 'content-length': body.length }
  response.writeHead(200, encoding === undefined ? headers : { ...headers, 'content-encoding': encoding }).end(body)
}
