// Trades on a disk that fills up: nothing new is opened, nothing is silent, and it goes on when there is room again.
// Called by check-full-disk with a folder on a small file system.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const [folder = ''] = process.argv.slice(2)
const children = []
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

/** Starts a program and resolves once its output holds what it is ready with. */
function start(name, flags, pattern) {
  const main = new URL(`../apps/${name}/src/main.ts`, import.meta.url).pathname
  const child = spawn(process.execPath, [main, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  const said = { out: '', err: '', child }
  child.stderr.on('data', (chunk) => (said.err += chunk))
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      said.out += chunk
      const found = pattern.exec(said.out)
      if (found !== null) resolve({ ...said, found, said })
    })
    child.on('close', (code) => reject(new Error(`${name} ended with ${code}: ${said.err}`)))
  })
}

const fill = join(folder, 'fill')
function fillDisk() {
  const file = openSync(fill, 'w')
  for (const size of [1 << 20, 1 << 12, 1]) {
    try {
      for (;;) writeSync(file, Buffer.alloc(size))
    } catch (error) {
      assert.equal(error.code, 'ENOSPC')
    }
  }
  closeSync(file)
}

const exchange = await start('paper-exchange', ['--port', '0', '--market', 'quiet'], /\{"ready":true.*\}/)
const { rest, ws } = JSON.parse(exchange.found[0])
const flags = ['--mode', 'paper', '--port', '0', '--rest-url', rest, '--ws-url', ws, '--data', join(folder, 'data')]
const server = await start(
  'webhook-server',
  [...flags, '--locks', join(folder, 'locks'), '--log-file', join(folder, 'log.jsonl')],
  /alerts +(\S+)\/webhook/,
)
const url = server.found[1]
const secret = readFileSync(join(folder, 'data/webhook-secret'), 'utf8').trim()
const headers = { authorization: `Bearer ${secret}` }
const call = async (method, path, body) => {
  const answer = await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  return { status: answer.status, json: await answer.json() }
}
const alert = (body) =>
  call('POST', '/webhook/tradingview?wait=1&wait_ms=20000', { symbol: 'BTCUSDT', webhook_secret: secret, ...body })
const readPosition = async () => {
  const { json } = await call('GET', '/positions')
  return json.positions?.[0]?.position_amt ?? '0'
}

assert.equal((await alert({ action: 'open', side: 'BUY', quantity: '0.01' })).status, 200)
assert.equal((await call('GET', '/readyz')).status, 200)
const held = await readPosition()
console.log(`with room: ${held}`)

fillDisk()
for (const body of [
  { action: 'increase', quantity: '0.01' },
  { action: 'buy', quantity: '0.02' },
  { action: 'close' },
]) {
  const { status, json } = await alert(body)
  assert.deepEqual([status, json.code], [503, 'STORAGE'])
}
assert.equal(await readPosition(), held)
const { status, json } = await call('GET', '/readyz')
assert.equal(status, 503)
assert.match(json.parts.disk.detail, /^0 MiB left/)
console.log('full: every alert is refused with the reason, nothing was sent, not ready')
// the way out needs no disk: another program closes what is open
const key = readFileSync(join(folder, 'data/paper-key'), 'utf8').trim()
const aster = new URL('../apps/cli/src/main.ts', import.meta.url).pathname
const flat = spawnSync(process.execPath, [aster, 'flatten', '--url', rest, '--json'], {
  env: { ...process.env, ASTER_PRIVATE_KEY: key },
})
assert.equal(flat.status, 0, String(flat.stderr))
assert.equal(await readPosition(), '0')
console.log('full: aster flatten closes the position')

// looked at once a second
while (!server.said.err.includes('"what":"risk halted"')) await call('GET', '/risk')
rmSync(fill)
// what happened meanwhile could not be written down: nothing is opened until a person has looked
const halted = await alert({ action: 'open', side: 'BUY', quantity: '0.02' })
assert.deepEqual([halted.status, halted.json.code], [503, 'HALTED'])
assert.match(halted.json.detail, /journal\.db could not be written/)
await call('POST', '/risk/resume', { reason: 'there is room again' })
assert.equal((await alert({ action: 'open', side: 'BUY', quantity: '0.03' })).status, 200)
assert.equal((await alert({ action: 'close' })).status, 200)
assert.equal((await call('GET', '/readyz')).status, 200)
console.log('room again: halted with the reason, and resumed without a restart')

const ended = once(server.child, 'close')
server.child.kill('SIGTERM')
assert.deepEqual(await ended, [0, null])
for (const said of [
  /request failed.*/,
  /"what":"risk halted"/,
  /log\.jsonl cannot be written/,
  /log\.jsonl can be written again/,
]) {
  assert.ok(said.test(server.said.err), `${said} is in the log`)
}
for (const name of ['log.jsonl', 'data/feed.jsonl']) {
  const lines = readFileSync(join(folder, name), 'utf8').trimEnd().split('\n')
  for (const line of lines) JSON.parse(line)
  console.log(`${name}: ${lines.length} whole lines`)
}
// a start on a full disk begins nothing
fillDisk()
const refused = spawnSync(process.execPath, [
  new URL('../apps/webhook-server/src/main.ts', import.meta.url).pathname,
  ...flags,
])
assert.equal(refused.status, 2)
assert.match(String(refused.stderr), /ENOSPC|MiB left on its disk/)
console.log('full: a start is refused with exit code 2')
process.exit(0)
