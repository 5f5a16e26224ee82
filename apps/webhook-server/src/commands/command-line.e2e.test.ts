import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { openFolder, program, runToEnd, waitUntilReady } from '../testing/run-program.ts'

const secret = 'b7e1-0f3c9a52d8664be19f7c-2ad83e60'

describe('webhook-server template', () => {
  it('prints the URL and a placeholder for the secret, and the secret only when asked', async () => {
    using here = openFolder()
    const env = { WEBHOOK_SECRET: secret }
    const words = ['template', 'close', '--public-url', 'https://alerts.example.com/']
    const hidden = await runToEnd(words, { ...here, env })
    expect(hidden.code).toBe(0)
    expect(hidden.stdout).toContain('# Webhook URL: https://alerts.example.com/webhook/tradingview\n')
    expect(hidden.stdout).toContain('"webhook_secret": "<your secret>"')
    expect(hidden.stdout).not.toContain(secret)
    expect((await runToEnd([...words, '--show-secret'], { ...here, env })).stdout).toContain(
      `"webhook_secret": "${secret}"`,
    )
  })

  it('refuses a name that is none with exit code 2, and suggests one', async () => {
    using here = openFolder()
    const { code, stderr } = await runToEnd(['template', 'open-lang'], here)
    expect(code).toBe(2)
    expect(stderr).toContain('did you mean open-long?')
  })
})

describe('the command line', () => {
  it('teaches all three commands', async () => {
    using here = openFolder()
    const { stdout } = await runToEnd(['--help'], here)
    for (const word of ['serve', 'doctor', 'template']) expect(stdout).toContain(`  ${word} `)
  })

  it('refuses several workers, reloading, a word that is no command and bad lists, all at once, with the reasons', async () => {
    using here = openFolder()
    const { code, stderr } = await runToEnd(
      ['--workers', '4', '--reload', '--trusted-proxy', 'proxy', '--cors-origin', '*'],
      here,
    )
    expect(code).toBe(2)
    expect(stderr).toMatch(/--workers: .*must be 1: one process per data folder/)
    expect(stderr).toMatch(/--reload: .*is not there/)
    expect(stderr).toMatch(/--trusted-proxy: .*must be addresses/)
    expect(stderr).toMatch(/--cors-origin: .*must be origins/)
    const word = await runToEnd(['main:app'], here)
    expect(word).toMatchObject({ code: 2, stderr: expect.stringContaining('must begin with serve, doctor, template') })
    expect((await runToEnd(['template', 'close', '--workers', '1'], here)).code).toBe(0)
  })

  it('refuses a second server on a data folder with one sentence and exit code 2', async () => {
    using here = openFolder()
    const env = { WEBHOOK_SECRET: secret }
    const first = spawn(
      process.execPath,
      [program, '--mode', 'dry', '--port', '0', '--data', join(here.folder, 'data')],
      {
        cwd: here.folder,
        env: { PATH: process.env['PATH'], ...env },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    try {
      await waitUntilReady(first)
      const { code, stderr } = await runToEnd(['--mode', 'dry', '--port', '0'], { ...here, env })
      expect(code).toBe(2)
      expect(stderr.trim().split('\n')).toHaveLength(1)
      expect(stderr).toMatch(/--data.* is in use by webhook-server \(process \d+\)/)
    } finally {
      first.kill('SIGTERM')
      await once(first, 'close')
    }
  })
})
