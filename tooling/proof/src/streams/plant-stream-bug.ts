import type { Connector } from '@aster/core'

import type { Plant } from '../proof.ts'

/** Ways in which a client of streams can fail its caller; none unless planted. */
export interface StreamBug {
  readonly wrapConnector: (connector: Connector) => Connector
  /** The book is taken at its word whatever its state. */
  readonly ignoresState: boolean
  /** Nobody reads what a gap left out. */
  readonly ignoresGaps: boolean
  /** Nobody says which orders were acknowledged, and the key is renewed too seldom to be missed. */
  readonly trustsSilence: boolean
  /** Events are handed on each time they come. */
  readonly keepsRepetitions: boolean
}

const noBug: StreamBug = {
  wrapConnector: (connector) => connector,
  ignoresState: false,
  ignoresGaps: false,
  trustsSilence: false,
  keepsRepetitions: false,
}

const bugs: Readonly<Record<string, { readonly meaning: string; readonly bug: Partial<StreamBug> }>> = {
  'sequence-ignored': {
    meaning: 'pu is not compared, so that a lost event goes unnoticed;',
    bug: { wrapConnector: (connector) => changeFrames(connector, createChain) },
  },
  'state-ignored': { meaning: 'the book is read whatever it says of itself;', bug: { ignoresState: true } },
  'gaps-ignored': { meaning: 'nothing is read again after a gap;', bug: { ignoresGaps: true } },
  'silence-trusted': {
    meaning: 'neither an acknowledged order that is not heard of nor a lost key is noticed;',
    bug: { trustsSilence: true },
  },
  'repetitions-kept': { meaning: 'events are handed on each time they come.', bug: { keepsRepetitions: true } },
}

export const streamPlants: readonly Plant[] = Object.entries(bugs).map(([name, { meaning }]) => ({ name, meaning }))

/** The client as it is, or with the bug of this name. */
export function plantStreamBug(plant: string | undefined): StreamBug {
  return { ...noBug, ...(plant === undefined ? undefined : bugs[plant]?.bug) }
}

/** Lets every diff follow the one that came before it, whatever it was. */
function createChain(): (text: string) => string {
  let last: string | undefined
  return (text) => {
    if (!text.includes('"depthUpdate"')) return text
    const joined = last === undefined ? text : text.replace(/"pu":\d+/, `"pu":${last}`)
    last = /"u":(\d+)/.exec(text)?.[1] ?? last
    return joined
  }
}

function changeFrames(connector: Connector, createChange: () => (text: string) => string): Connector {
  return {
    connect(url, handlers, options) {
      const change = createChange()
      return connector.connect(
        url,
        {
          onOpen: () => handlers.onOpen(),
          onMessage: (text) => handlers.onMessage(change(text)),
          onPing: (payload) => handlers.onPing?.(payload),
          onPong: (payload) => handlers.onPong?.(payload),
          onClose: (code, reason) => handlers.onClose(code, reason),
        },
        options,
      )
    },
    close: () => connector.close(),
  }
}
