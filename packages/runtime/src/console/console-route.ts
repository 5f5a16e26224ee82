import type { IncomingMessage, ServerResponse } from 'node:http'

import { type Clock, ParameterError } from '@aster/core'

import type { EventFeed } from '../feed/create-event-feed.ts'
import { type EdgeRoute, sendJson } from '../http/serve-edge.ts'
import type { Mode } from '../mode/networks.ts'
import type { Redactor } from '../redaction/create-redactor.ts'
import type { ConsoleAction, ConsoleList } from './console-action.ts'
import { createEventStream, type Description } from './create-event-stream.ts'
import { loadPageAsset, sendPageAsset } from './page-assets.ts'
import { parseForm } from './parse-form.ts'
import { readFormBody } from './read-form-body.ts'

export interface ConsoleOptions {
  readonly program: string
  readonly mode: Mode
  readonly feed: EventFeed
  readonly clock: Clock
  readonly actions?: (() => readonly ConsoleAction[]) | undefined
  /** Panels of plain lines. Asked for twice a second while somebody looks. */
  readonly lists?: (() => readonly ConsoleList[]) | undefined
  /** A line over everything, while there is something to say: halted since when and why. */
  readonly banner?: (() => string | undefined) | undefined
  /** Hides secrets in banner and lists; that of the feed by default. */
  readonly redactor?: Pick<Redactor, 'redactText'> | undefined
}

export interface ConsoleRoute extends EdgeRoute, Disposable {
  /** Whether a page is open just now: what is only there to be looked at can rest meanwhile. */
  isWatched(): boolean
}

/**
 * The operator console: one page, its events, its buttons. It shows what the feed tells and does what the program offers; every
 * button asks first, and every press becomes a decision in the feed.
 *
 * `POST /console/actions/<id>` with the form as a JSON object of texts answers 200 with what came of it; 400, 413 or 415 when the
 * form does not fit, naming the fields; 404 when there is no such action now; 500 when it was not done.
 */
export function consoleRoute(options: ConsoleOptions): ConsoleRoute {
  const { feed, clock, actions = () => [] } = options
  const stream = createEventStream({ feed, clock, describe: () => describeConsole(options) })

  /** Tells the feed, and the page as the feed tells it: without secrets. */
  const tell = (action: ConsoleAction, outcome: 'taken' | 'refused', reason: string): string => {
    const told = feed.publish({ kind: 'decision', what: `console ${action.label.toLowerCase()}`, outcome, reason })
    return told.kind === 'decision' ? told.reason : ''
  }

  const perform = async (id: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const action = actions().find((candidate) => candidate.id === id)
    if (action === undefined) return sendJson(response, 404, { message: `there is no action ${id} now` })
    const body = await readFormBody(request)
    if (typeof body !== 'string') {
      return sendJson(response, body.status, { message: tell(action, 'refused', body.message) })
    }
    try {
      const message = tell(action, 'taken', await action.run(parseForm(action.fields ?? [], body)))
      sendJson(response, 200, { message })
    } catch (error) {
      if (error instanceof ParameterError) {
        const mistakes = error.violations.map(({ field, message }) => ({ field, message }))
        const reason = mistakes.map(({ field, message }) => `${field} ${message}`).join('; ')
        sendJson(response, 400, { message: tell(action, 'refused', reason), mistakes })
      } else {
        const reason = error instanceof Error ? error.message : String(error)
        sendJson(response, 500, { message: tell(action, 'refused', reason) })
      }
    }
    stream.announce()
  }

  const route: EdgeRoute = async (request, response, { pathname }) => {
    const id = /^\/console\/actions\/([\w-]+)$/.exec(pathname)?.[1]
    if (request.method === 'POST' && id !== undefined) {
      await perform(id, request, response)
      return true
    }
    if (request.method !== 'GET') return false
    if (pathname === '/console/events') {
      stream.open(request, response)
      return true
    }
    const asset = loadPageAsset(pathname)
    if (asset === undefined) return false
    sendPageAsset(asset, String(request.headers['accept-encoding'] ?? ''), response)
    return true
  }
  return Object.assign(route, {
    isWatched: () => stream.pageCount > 0,
    [Symbol.dispose]: () => stream[Symbol.dispose](),
  })
}

/** What the page shows besides the events. Parts are sent again when they change. */
function describeConsole({ program, mode, feed, actions, lists, banner, redactor }: ConsoleOptions): Description {
  const hide = (text: string): string => redactor?.redactText(text) ?? feed.hide(text)
  const text = banner?.()
  return {
    program: { program, mode },
    state: {
      banner: text === undefined ? undefined : hide(text),
      lists: (lists?.() ?? []).map(({ lines, ...list }) => ({
        ...list,
        lines: lines.map((line) => ({ ...line, text: hide(line.text) })),
      })),
    },
    actions: (actions?.() ?? []).map(({ id, label, question, isDangerous = false, group, fields }) => ({
      id,
      label,
      question,
      isDangerous,
      group,
      fields,
    })),
  }
}
