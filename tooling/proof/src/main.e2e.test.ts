import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))
const prove = (...argv: string[]) => spawnSync(process.execPath, [main, ...argv], { encoding: 'utf8' })

describe('the proof command', () => {
  it('prints one JSON line and ends with 0 when the proof holds', () => {
    const { status, stdout, stderr } = prove('signing', '--json')
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({ vectors: 40, failed: 0 })
    expect(status).toBe(0)
  })

  it('ends with 1 when a planted bug is found', () => {
    const { status, stdout } = prove('signing', '--plant', 'wrong-chain-id', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ failed: 10 })
    expect(status).toBe(1)
  })

  it('lists the bugs that can be planted, one a line', () => {
    const { status, stdout } = prove('engines', '--plants')
    expect(stdout.split('\n')).toContain('space-as-plus')
    expect(status).toBe(0)
  })

  it.each([
    [['sining'], 'did you mean signing?'],
    [[], 'needs the name of a proof'],
    [['--json'], 'the name of the proof comes first'],
    [['signing', '--plant', 'gremlin'], 'must be one of'],
    [['signing', 'no-such-file.json'], 'does not exist'],
    [['engines', '--map', '3'], 'did you mean --maps?'],
  ])('refuses %j in one line with exit code 2', (argv, reason) => {
    const { status, stdout, stderr } = prove(...argv)
    expect(stderr).toContain(reason)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(stdout).toBe('')
    expect(status).toBe(2)
  })
})
