import { createVirtualClock } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { type StreamSource, createStreamHub } from './stream-hub.ts'

const minuteMs = 60_000

function setUp({ limits = true } = {}) {
  const clock = createVirtualClock({ startMs: 1_000_000 })
  const told: string[] = []
  const source: StreamSource = {
    onListen: (name) => told.push(`+${name}`),
    onSilence: (name) => told.push(`-${name}`),
    onJoin: (name, send) => {
      if (name === 'greets') send('"hello"')
    },
  }
  const hub = createStreamHub({ clock, source, limits })
  const connect = (target: string) => {
    const sent: string[] = []
    const ends: string[] = []
    const far = { buffered: 0, pings: 0, pongs: 0 }
    const [path = '', query = ''] = target.split('?')
    const connection = hub.connect(
      { path, query },
      {
        send: (text) => sent.push(text),
        ping: () => far.pings++,
        pong: () => far.pongs++,
        close: (code, reason) => ends.push(`${code} ${reason}`),
        terminate: () => ends.push('cut'),
        get bufferedBytes() {
          return far.buffered
        },
      },
    )
    if (connection === undefined) throw new Error(`${target} is not served`)
    return { connection, sent, ends, far, ask: (frame: unknown) => connection.receive(JSON.stringify(frame)) }
  }
  return { clock, hub, told, connect }
}

describe('createStreamHub', () => {
  it('serves the three documented paths and no other', () => {
    const { hub } = setUp()
    expect(['/ws', '/ws/btcusdt@depth', '/stream', '/', '/wsx', '/streams'].map((path) => hub.serves(path))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ])
  })

  it('serves streams by kind, as clients of the API family ask for them', () => {
    const { hub, connect } = setUp()
    const combined = connect('/market/stream?streams=a@x')
    const raw = connect('/public/ws/a@x')
    const user = connect('/private/stream?listenKey=key')
    const rawUser = connect('/private/ws?listenKey=key')
    hub.publish('a@x', () => '1')
    hub.publish('key', () => '2')
    expect(combined.sent).toEqual(['{"stream":"a@x","data":1}'])
    expect(raw.sent).toEqual(['1'])
    expect(user.sent).toEqual(['{"stream":"key","data":2}'])
    expect(rawUser.sent).toEqual(['2'])
    expect(['/market', '/other/ws', '/private/wsx'].some((path) => hub.serves(path))).toBe(false)
  })

  it('sends raw on /ws and wrapped on /stream', () => {
    const { hub, connect } = setUp()
    const raw = connect('/ws/a@x')
    const combined = connect('/stream?streams=a@x/b@y')
    hub.publish('a@x', () => '{"e":1}')
    expect(raw.sent).toEqual(['{"e":1}'])
    expect(combined.sent).toEqual(['{"stream":"a@x","data":{"e":1}}'])
  })

  it('decodes names in a query as clients encode them', () => {
    const { told, connect } = setUp()
    connect('/stream?streams=a%40x%2Fb%40y')
    expect(told).toEqual(['+a@x', '+b@y'])
  })

  it('subscribes and unsubscribes live, tells the source, and lists', () => {
    const { told, connect } = setUp()
    const { ask, sent } = connect('/ws')
    ask({ method: 'SUBSCRIBE', params: ['a', 'b', 'a'], id: 1 })
    ask({ method: 'UNSUBSCRIBE', params: ['a', 'zzz'], id: 2 })
    ask({ method: 'LIST_SUBSCRIPTIONS', id: 3 })
    expect(sent.map((text) => JSON.parse(text) as unknown)).toEqual([
      { result: null, id: 1 },
      { result: null, id: 2 },
      { result: ['b'], id: 3 },
    ])
    expect(told).toEqual(['+a', '+b', '-a'])
  })

  it('switches between raw and wrapped on the fly', () => {
    const { hub, connect } = setUp()
    const { ask, sent } = connect('/ws/a')
    ask({ method: 'SET_PROPERTY', params: ['combined', true], id: 1 })
    hub.publish('a', () => '1')
    ask({ method: 'GET_PROPERTY', params: ['combined'], id: 2 })
    expect(sent.slice(1)).toEqual(['{"stream":"a","data":1}', '{"result":true,"id":2}'])
  })

  it('acknowledges unknown streams and stays silent', () => {
    const { connect } = setUp()
    const { ask, sent } = connect('/ws')
    ask({ method: 'SUBSCRIBE', params: ['nonsense'], id: 9 })
    expect(sent).toEqual(['{"result":null,"id":9}'])
  })

  it('makes a payload once for many, and not at all for nobody', () => {
    const { hub, connect } = setUp()
    let made = 0
    const make = () => String(++made)
    hub.publish('a', make)
    connect('/ws/a')
    connect('/ws/a')
    hub.publish('a', make)
    expect(made).toBe(1)
  })

  it('greets the one who joined and nobody else', () => {
    const { connect } = setUp()
    const first = connect('/ws/greets')
    connect('/ws/greets')
    expect(first.sent).toEqual(['"hello"'])
  })

  it('closes a connection at its 201st stream', () => {
    const { connect } = setUp()
    const names = Array.from({ length: 200 }, (_, index) => `s${index}`)
    const { ask, ends, connection } = connect(`/stream?streams=${names.join('/')}`)
    expect(connection.streamCount).toBe(200)
    ask({ method: 'SUBSCRIBE', params: ['one more'], id: 1 })
    expect(ends).toEqual(['1008 At most 200 streams per connection'])
  })

  it('closes a connection at its eleventh message within a second, pings included', async () => {
    const { clock, connect } = setUp()
    const calm = connect('/ws')
    for (let i = 0; i < 30; i++) {
      calm.ask({ method: 'LIST_SUBSCRIPTIONS', id: i })
      await clock.advance(100)
    }
    expect(calm.ends).toEqual([])
    const eager = connect('/ws')
    for (let i = 0; i < 9; i++) eager.ask({ method: 'LIST_SUBSCRIPTIONS', id: i })
    eager.connection.receivePing(new Uint8Array())
    expect(eager.ends).toEqual([])
    eager.connection.receivePing(new Uint8Array())
    expect(eager.ends).toEqual(['1008 Too many requests'])
  })

  it('lets both limits go when they are switched off', () => {
    const { connect } = setUp({ limits: false })
    const names = Array.from({ length: 300 }, (_, index) => `s${index}`)
    const { ask, ends } = connect(`/stream?streams=${names.join('/')}`)
    for (let i = 0; i < 50; i++) ask({ method: 'LIST_SUBSCRIPTIONS', id: i })
    expect(ends).toEqual([])
  })

  it('pings every five minutes and cuts who has not answered for fifteen', async () => {
    const { clock, connect } = setUp()
    const silent = connect('/ws')
    const alive = connect('/ws')
    for (let i = 0; i < 4; i++) {
      await clock.advance(5 * minuteMs)
      alive.connection.receivePong()
    }
    expect(silent.far.pings).toBe(2)
    expect(silent.ends).toEqual(['cut'])
    expect(alive.far.pings).toBe(4)
    expect(alive.ends).toEqual([])
  })

  it('closes every connection after 24 hours', async () => {
    const { clock, connect } = setUp()
    const { connection, ends } = connect('/ws')
    for (let i = 0; i < 288; i++) {
      connection.receivePong()
      await clock.advance(5 * minuteMs)
    }
    expect(ends).toEqual(['1001 connections live for 24 hours'])
  })

  it('cuts a reader that lets too much pile up', () => {
    const { hub, connect } = setUp()
    const { far, ends } = connect('/ws/a')
    far.buffered = 9_000_000
    hub.publish('a', () => '1')
    expect(ends).toEqual(['cut'])
    expect(hub.hasListeners('a')).toBe(false)
  })

  it('forgets who has gone', () => {
    const { hub, told, connect } = setUp()
    const { connection } = connect('/ws/a')
    connection.end()
    expect(told).toEqual(['+a', '-a'])
    expect(hub.connectionCount).toBe(0)
  })

  it('keeps a silenced connection open: it hears nothing, and its pings are answered or not', async () => {
    const { clock, hub, connect } = setUp()
    const deaf = connect('/ws/a@x')
    const frozen = connect('/ws/a@x')
    deaf.connection.mute(1_000, true)
    frozen.connection.mute(1_000, false)
    hub.publish('a@x', () => '1')
    for (const { connection, ask } of [deaf, frozen]) {
      connection.receivePing(new Uint8Array())
      ask({ method: 'LIST_SUBSCRIPTIONS', id: 1 })
    }
    expect([deaf.sent, frozen.sent, deaf.far.pongs, frozen.far.pongs]).toEqual([[], [], 1, 0])
    await clock.advance(1_000)
    hub.publish('a@x', () => '2')
    expect([deaf.sent, frozen.sent, deaf.ends]).toEqual([['2'], ['2'], []])
  })
})
