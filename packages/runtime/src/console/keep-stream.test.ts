import { describe, expect, it } from 'vitest'

interface Message {
  readonly data: string
}
interface KeepStream {
  keepStream(
    url: string,
    options: {
      readonly events: Readonly<Record<string, (value: unknown) => void>>
      readonly onLost: () => void
      readonly Source: typeof FakeSource
      readonly schedule: (callback: () => void, ms: number) => void
    },
  ): void
}

const opened: FakeSource[] = []

/** As a browser's: closed for good after an answer that is no stream, opening again after a cut. */
class FakeSource {
  static readonly CLOSED = 2
  readyState = 1
  readonly url: string
  readonly #listeners = new Map<string, (message: Message) => void>()
  constructor(url: string) {
    this.url = url
    opened.push(this)
  }
  addEventListener(name: string, listener: (message: Message) => void): void {
    this.#listeners.set(name, listener)
  }
  fire(name: string, data: unknown = null): void {
    this.#listeners.get(name)?.({ data: JSON.stringify(data) })
  }
}

describe('the stream of a console page', () => {
  it('asks again where the browser has given up, and leaves a cut to the browser', async () => {
    const page = (await import(new URL('./page/keep-stream.js', import.meta.url).href)) as KeepStream
    const heard: unknown[] = []
    const waiting: (() => void)[] = []
    let lost = 0
    page.keepStream('/console/events', {
      events: { message: (value) => heard.push(value) },
      onLost: () => (lost += 1),
      Source: FakeSource,
      schedule: (callback) => waiting.push(callback),
    })
    const cut = (readyState: number): void => {
      const [source] = opened
      if (source === undefined) return
      source.readyState = readyState
      source.fire('error')
    }
    opened[0]?.fire('message', 1)
    cut(0)
    expect({ lost, waiting: waiting.length }).toEqual({ lost: 1, waiting: 0 })
    cut(FakeSource.CLOSED)
    waiting.shift()?.()
    expect(opened.map(({ url }) => url)).toEqual(['/console/events', '/console/events'])
    opened[1]?.fire('message', 2)
    expect(heard).toEqual([1, 2])
    expect(lost).toBe(2)
  })
})
