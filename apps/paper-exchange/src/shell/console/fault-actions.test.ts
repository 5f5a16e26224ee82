import { endpoints } from '@aster/api'
import { createVirtualClock, ParameterError } from '@aster/core'
import type { ConsoleAction, ConsoleField } from '@aster/runtime'
import { createExchange } from '@aster/simulator'
import { describe, expect, it } from 'vitest'

import { listActiveFaults, renderFaultBanner } from '../../core/list-active-faults.ts'
import { requestMatchFields } from '../../core/request-fault-buttons.ts'
import { createFaultActions } from './create-fault-actions.ts'

async function open() {
  const clock = createVirtualClock()
  const exchange = createExchange({ clock, market: 'quiet', symbols: ['BTCUSDT'] })
  await exchange.start()
  const actions = createFaultActions(exchange)
  const defaultOf = (field: ConsoleField): string =>
    field.default ?? (field.kind === 'choice' ? (field.options[0]?.value ?? '') : '')
  const press = (action: ConsoleAction, values: Readonly<Record<string, string>> = {}) =>
    action.run({ ...Object.fromEntries((action.fields ?? []).map((field) => [field.id, defaultOf(field)])), ...values })
  const find = (id: string): ConsoleAction => {
    const action = actions.find((candidate) => candidate.id === id)
    if (action === undefined) throw new Error(`there is no button ${id}`)
    return action
  }
  const transport = exchange.transport()
  const call = () => transport.send({ ...request, timeoutMs: 1_000 })
  const request = { method: 'GET', url: `${exchange.restUrl}/fapi/v3/ping`, headers: {}, body: '' } as const
  return {
    exchange,
    clock,
    actions,
    press: async (id: string, values: Readonly<Record<string, string>> = {}) => press(find(id), values),
    call,
    ping: async () => (await clock.runUntil(call())).status,
    lines: () => listActiveFaults(exchange.faults.report()).lines.map(({ text }) => text),
    [Symbol.asyncDispose]: () => exchange.stop(),
  }
}

const violationsOf = async (doing: Promise<string>): Promise<readonly string[]> => {
  const error: unknown = await doing.catch((reason: unknown) => reason)
  if (!(error instanceof ParameterError)) throw new Error('it was not refused', { cause: error })
  return error.violations.map(({ field, message }) => `${field} ${message}`)
}

describe('the buttons for faults', () => {
  it('each make one fault active, as they stand', async () => {
    await using world = await open()
    const kinds = world.actions.filter(({ group }) => group !== undefined)
    expect(kinds.length).toBeGreaterThan(30)
    for (const { id, fields = [] } of kinds) {
      world.exchange.faults.clear()
      expect(new Set(fields.map((field) => field.id)).size).toBe(fields.length)
      await world.press(id)
      expect({ id, active: world.lines() }).toEqual({
        id,
        active: [expect.stringMatching(/^(request|stream|incident): /)],
      })
    }
  })

  it('have ids, labels and texts that the page can take', async () => {
    await using world = await open()
    const ids = world.actions.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { id, question, fields = [] } of world.actions) {
      expect(id).toMatch(/^[\w-]+$/)
      expect(question).toMatch(/\.$/)
      for (const field of fields) expect(field.id).toMatch(/^[\w-]+$/)
    }
  })

  it('offer endpoints that there are', () => {
    const [{ field }] = requestMatchFields
    const names = field.kind === 'text' ? (field.suggestions ?? []) : []
    expect(names.filter((name) => !Object.hasOwn(endpoints, name))).toEqual(['reads', 'writes'])
  })

  it('do what they say, as often as they are told, and add up', async () => {
    await using world = await open()
    await world.press('request-errorBeforeAccept', { endpoint: 'ping', times: '2', status: '503' })
    await world.press('request-html', { endpoint: 'reads', times: '1', status: '500' })
    expect(world.lines()).toEqual([
      'request: HTML page, status 500, accepted true, endpoint reads, times 1 (fired 0 times)',
      'request: Error, not accepted, status 503, endpoint ping, times 2 (fired 0 times)',
    ])
    expect([await world.ping(), await world.ping()]).toEqual([500, 503])
    expect(world.lines()).toEqual(['request: Error, not accepted, status 503, endpoint ping, times 2 (fired 1 time)'])
    expect([await world.ping(), await world.ping()]).toEqual([503, 200])
    expect(world.lines()).toEqual([])
  })

  it('tell what lasts until it is over, or cleared', async () => {
    await using world = await open()
    await world.press('request-ban', { forMs: '5000', times: '1' })
    await world.press('incident-haltSymbol', { forMs: '2000' })
    await world.press('incident-clockStep', { byMs: '-700' })
    await world.clock.advance(1)
    expect(await world.ping()).toBe(418)
    expect(world.lines()).toEqual([
      'BTCUSDT is halted',
      'the clock is -700 ms off',
      'an address hears 418 for 5 s more',
    ])
    await world.clock.advance(3_000)
    expect(world.lines()).toEqual(['the clock is -700 ms off', 'an address hears 418 for 2 s more'])
    await world.press('clear-faults')
    expect(world.lines()).toEqual([])
    expect(await world.ping()).toBe(200)
  })

  it.each([
    ['request-delay', { ms: 'soon' }, ['ms must be milliseconds, or a range such as 1000-5000']],
    ['request-delay', { ms: '5-1' }, ['ms must run from the smaller to the larger']],
    ['request-delay', { ms: '99999999999' }, ['ms Too big: expected number to be <=86400000']],
    [
      'request-delay',
      { ms: '1', times: 'x', probability: '2x' },
      ['times must be a number', 'probability must be a number'],
    ],
    ['request-delay', { endpoint: 'buyLow' }, ['endpoint must be the name of an endpoint, such as placeOrder']],
    ['request-acceptThenError', { status: '99' }, [expect.stringMatching(/^status .*200/)]],
    ['request-ban', { probability: '3' }, [expect.stringMatching(/^probability .*1/)]],
    ['incident-changeTickSize', { tickSize: 'x' }, ['tickSize must be a positive decimal text']],
    ['load-script', { script: '{' }, ['script must be JSON']],
    ['load-script', { script: '{}' }, ['script rules: must hold rules, streams or incidents']],
  ] as const)('refuse with %s and %j, naming the field', async (id, values, messages) => {
    await using world = await open()
    expect(await violationsOf(world.press(id, values))).toEqual(messages)
    expect(world.lines()).toEqual([])
  })

  it('are counted over the page, without what is only held up by them', async () => {
    await using world = await open()
    const banner = () => renderFaultBanner(world.exchange.faults.report())
    expect(banner()).toBeUndefined()
    await world.press('request-delay', { ms: '500', times: '' })
    const waiting = world.call()
    await world.clock.advance(1)
    expect(world.exchange.faults.report().pending).toBe(1)
    expect(banner()).toBe('FAULTS ARE ACTIVE: 1')
    await world.press('clear-faults')
    expect(banner()).toBeUndefined()
    await world.clock.advance(500)
    expect((await waiting).status).toBe(200)
  })

  it('load a whole script in the place of what is active', async () => {
    await using world = await open()
    await world.press('request-delay')
    await world.press('load-script')
    expect(world.lines()).toEqual(['request: acceptThenError (fired 0 times)'])
  })
})
