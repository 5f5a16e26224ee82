import { request } from 'undici'
import { WebSocket } from 'ws'

import type { Exchange } from '../exchange/exchange.ts'
import { type Caller, type WireRequest, createWireRequests } from './call-signed.ts'
import {
  type SocketExchange,
  type TestExchange,
  type TestExchangeOptions,
  startSocketExchange,
  startTestExchange,
} from './start-test-exchange.ts'

export interface WorldAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  // The suites look into answers of every shape.
  readonly json: Readonly<Record<string, unknown>>
}

/** A socket that remembers what it heard. */
export interface Line {
  readonly heard: readonly Readonly<Record<string, unknown>>[]
  send(frame: unknown): void
  /** The first message, past or future, that fits. */
  next(fits: (message: Readonly<Record<string, unknown>>) => boolean): Promise<Readonly<Record<string, unknown>>>
  readonly closed: Promise<number>
  close(): void
}

/** An exchange and one way to reach it, so that one suite can prove both ways. */
export interface World extends AsyncDisposable {
  readonly exchange: Exchange
  call(
    method: WireRequest['method'],
    path: string,
    params?: Readonly<Record<string, string>>,
    caller?: Caller,
  ): Promise<WorldAnswer>
  connect(target: string): Promise<Line>
}

/** Everything in this process, under a virtual clock. */
export async function openMemoryWorld(options?: TestExchangeOptions): Promise<World & Pick<TestExchange, 'clock'>> {
  const test = await startTestExchange(options)
  const { exchange, clock } = test
  const write = createWireRequests(clock)
  const transport = exchange.transport()
  const connector = exchange.connector()

  return {
    exchange,
    clock,
    async call(...wanted) {
      const { target, ...rest } = write(...wanted)
      const answer = await clock.runUntil(transport.send({ ...rest, url: exchange.restUrl + target, timeoutMs: 5000 }))
      return { status: answer.status, headers: answer.headers, json: JSON.parse(answer.body) as WorldAnswer['json'] }
    },
    async connect(target) {
      const line = createLine((fits) => clock.runUntil(fits))
      const opened = Promise.withResolvers<void>()
      const socket = connector.connect(exchange.wsUrl + target, {
        onOpen: () => opened.resolve(),
        onMessage: (text) => line.hear(text),
        onClose: (code) => {
          opened.reject(new Error(`closed with ${code}`))
          line.end(code)
        },
      })
      await clock.runUntil(opened.promise)
      return line.attach(
        (text) => socket.send(text),
        () => socket.close(1000),
      )
    },
    [Symbol.asyncDispose]: () => test[Symbol.asyncDispose](),
  }
}

/** Over HTTP and WebSocket on a port of this machine, with clients that know nothing of us. */
export async function openSocketWorld(
  options?: TestExchangeOptions,
): Promise<World & Pick<SocketExchange, 'restUrl' | 'wsUrl'>> {
  const test = await startSocketExchange(options)
  const { exchange, restUrl, wsUrl } = test
  const write = createWireRequests(test.clock)

  return {
    exchange,
    restUrl,
    wsUrl,
    async call(...wanted) {
      const { target, method, headers, body } = write(...wanted)
      const answer = await request(restUrl + target, { method, headers, ...(body !== '' && { body }) })
      return {
        status: answer.statusCode,
        headers: answer.headers,
        json: (await answer.body.json()) as WorldAnswer['json'],
      }
    },
    async connect(target) {
      const line = createLine((promise) => promise)
      const opened = Promise.withResolvers<void>()
      const socket = new WebSocket(wsUrl + target, { perMessageDeflate: false })
      socket.on('open', () => opened.resolve())
      socket.on('error', (error) => opened.reject(error))
      socket.on('message', (data: Buffer) => line.hear(data.toString('utf8')))
      socket.on('close', (code) => line.end(code))
      await opened.promise
      return line.attach(
        (text) => socket.send(text),
        () => socket.close(1000),
      )
    },
    [Symbol.asyncDispose]: () => test[Symbol.asyncDispose](),
  }
}

function createLine(wait: <T>(promise: Promise<T>) => Promise<T>) {
  const heard: Readonly<Record<string, unknown>>[] = []
  const waiting = new Set<() => void>()
  const ended = Promise.withResolvers<number>()
  return {
    hear(text: string) {
      heard.push(JSON.parse(text) as Readonly<Record<string, unknown>>)
      for (const check of waiting) check()
    },
    end: (code: number) => ended.resolve(code),
    attach: (send: (text: string) => void, close: () => void): Line => ({
      heard,
      close,
      send: (frame) => send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
      next(fits) {
        const { promise, resolve } = Promise.withResolvers<Readonly<Record<string, unknown>>>()
        const check = () => {
          const found = heard.find(fits)
          if (found === undefined) return
          waiting.delete(check)
          resolve(found)
        }
        waiting.add(check)
        check()
        return wait(promise)
      },
      get closed() {
        return wait(ended.promise)
      },
    }),
  }
}
