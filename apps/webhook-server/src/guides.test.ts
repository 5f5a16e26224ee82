import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { webhookServerSettings } from './config.ts'
import { alertTemplates } from './core/alert-templates.ts'
import { commandNames } from './core/command-names.ts'
import { routeAnswers } from './shell/docs/describe-answers.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const app = join(root, 'apps/webhook-server')
const guides = [
  ...globSync('docs/guides/webhook-server/*.md', { cwd: root }),
  'apps/webhook-server/README.md',
  ...globSync('apps/webhook-server/deploy/{*,.env.example}', { cwd: root }),
].map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }))

/** Every hit of a pattern in the guides that is not known, with the file in which it stands. */
const findUnknown = (pattern: RegExp, isKnown: (text: string, file: string) => boolean): readonly string[] =>
  guides.flatMap(({ name, text }) =>
    [...text.matchAll(pattern)].flatMap(([, hit = '']) => (isKnown(hit, name) ? [] : [`${name}: ${hit}`])),
  )

const kebab = (key: string) => key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
const flags = new Set(Object.keys(webhookServerSettings.fields).map((key) => `--${kebab(key)}`))
const variables = new Set(
  Object.keys(webhookServerSettings.fields).map((key) => kebab(key).replaceAll('-', '_').toUpperCase()),
)
/** Flags of other programs that stand in the guides. */
const foreign = new Set(
  (
    '--prod --frozen-lockfile --filter --format --build-arg --detach --name --read-only --tmpfs --cap-drop --security-opt ' +
    '--volume --env-file --publish --stop-timeout --system --no-create-home --now --adapter --config --interval --timeout ' +
    '--start-period --retries --from --network --env --raw --tail --runtime --ulimit --webroot --seconds'
  ).split(' '),
)

describe('the guides', () => {
  it('name no flag that is not there', () => {
    expect(findUnknown(/(?<![\w-])(--[a-z][a-z-]+)/g, (flag) => flags.has(flag) || foreign.has(flag))).toEqual([])
  })

  it('name no variable that is not read', () => {
    const isKnown = (name: string) => variables.has(name) || /^ASTER_MAIN_(USER|PRIVATE_KEY)$/.test(`ASTER_${name}`)
    expect(findUnknown(/ASTER_(?:WEBHOOK_SERVER_)?([A-Z][A-Z_]+)/g, isKnown)).toEqual([])
  })

  it('name no route that is not there', () => {
    const routes = new Set([
      ...Object.keys(routeAnswers).map((key) => key.split(' ')[1]),
      '/',
      '/docs',
      '/docs/json',
      '/redoc',
    ])
    const isKnown = (path: string) =>
      routes.has(path) || [...routes].some((route) => route?.includes(path.replace(/[<*].*$/, '').replace(/\/$/, '/')))
    expect(findUnknown(/`(?:GET |POST )?(\/(?!etc|opt|var|data`|tmp)[\w:/<>*-]*)`/g, isKnown)).toEqual([])
  })

  it('name no template, command or file that is not there', () => {
    const templates = new Set(alertTemplates.map(({ name }) => name))
    expect(findUnknown(/webhook-server template ([a-z-]+)/g, (name) => templates.has(name))).toEqual([])
    const words = new Set<string>([...commandNames, '--'])
    expect(findUnknown(/pnpm@12\.21\.0 webhook-server ([a-z]+)/g, (word) => words.has(word))).toEqual([])
    expect(
      findUnknown(
        /(apps\/webhook-server\/deploy\/[\w.-]+)/g,
        (path) => path.endsWith('.env') || existsSync(join(root, path)),
      ),
    ).toEqual([])
    expect(findUnknown(/`(deploy\/[\w.-]+)`/g, (path) => existsSync(join(app, path)))).toEqual([])
    expect(
      findUnknown(/\]\(([^)#]+\.md)[^)]*\)/g, (link, file) => existsSync(join(root, dirname(file), link))),
    ).toEqual([])
  })
})
