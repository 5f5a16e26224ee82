import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { refusalCodes } from './refusal-codes.ts'

const source = fileURLToPath(new URL('..', import.meta.url))
const guide = new URL('../../../../docs/guides/webhook-server/troubleshooting.md', import.meta.url)

/** Codes with their statuses as the source gives them out. */
function findGiven(): ReadonlySet<string> {
  const given = new Set<string>()
  for (const name of globSync('**/*.ts', { cwd: source })) {
    if (name.endsWith('.test.ts') || name.includes('refusal-codes')) continue
    const text = readFileSync(`${source}${name}`, 'utf8')
    for (const [, status, code] of text.matchAll(/new Refusal\(\s*(\d{3}),\s*'([A-Z_]+)'/g))
      given.add(`${status} ${code}`)
    for (const [, status, code] of text.matchAll(/status: (\d{3}),[^}]*?code: '([A-Z_]+)'/g))
      given.add(`${status} ${code}`)
    for (const [line] of text.matchAll(/\bcode: .*'[A-Z_]+'.*/g)) {
      for (const [, code] of line.matchAll(/'([A-Z_]{4,})'/g)) given.add(`any ${code}`)
    }
  }
  return given
}

describe('the list of codes', () => {
  it('holds every code that the source gives out, with its status', () => {
    const wrong = [...findGiven()].filter((text) => {
      const [status, code = ''] = text.split(' ')
      const known = refusalCodes[code]
      return known === undefined || (status !== 'any' && Number(status) !== known.status)
    })
    expect(wrong).toEqual([])
  })

  it('holds no code that the source does not give out', () => {
    const codes = new Set([...findGiven()].map((text) => text.split(' ')[1]))
    expect(Object.keys(refusalCodes).filter((code) => !codes.has(code))).toEqual([])
  })

  it('stands in the guide to troubleshooting, word for word', () => {
    const text = readFileSync(guide, 'utf8')
    const rows = Object.entries(refusalCodes).map(
      ([code, { status, cause, cure }]) => `| ${status} \`${code}\` | ${cause} | ${cure} |`,
    )
    const table = text.slice(text.indexOf('<!-- codes -->'), text.indexOf('<!-- end of codes -->'))
    expect(table.split('\n').filter((line) => /^\| \d/.test(line))).toEqual(rows)
  })
})
