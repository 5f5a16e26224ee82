/** What a client asks for on a socket. Ids are echoed. */
export type ControlRequest =
  | { readonly method: 'SUBSCRIBE' | 'UNSUBSCRIBE'; readonly names: readonly string[]; readonly id: RequestId }
  | { readonly method: 'LIST_SUBSCRIPTIONS'; readonly id: RequestId }
  | { readonly method: 'SET_PROPERTY'; readonly combined: boolean; readonly id: RequestId }
  | { readonly method: 'GET_PROPERTY'; readonly id: RequestId }

/**
 * An unsigned integer; clients that leave it out get null back. Some libraries count in text or draw a random id of 32 hex
 * digits or a UUID: those are echoed as they came, every other text is refused.
 */
export type RequestId = number | string | null

/** A documented frame error. `id` is there when the frame had a usable one. */
export interface FrameError {
  readonly code: number
  readonly msg: string
  readonly id?: number | string
}

const methods = ['SUBSCRIBE', 'UNSUBSCRIBE', 'LIST_SUBSCRIPTIONS', 'SET_PROPERTY', 'GET_PROPERTY'] as const
type Method = (typeof methods)[number]

const fields = new Set(['method', 'params', 'id'])

/** Reads a text frame of a client. Line and column numbers are those of the frame's end: the documented ones are examples. */
export function parseControlFrame(text: string): ControlRequest | FrameError {
  let frame: unknown
  try {
    frame = JSON.parse(text)
  } catch {
    return { code: 3, msg: `Invalid JSON: expected value at line 1 column ${Math.max(1, text.length)}` }
  }
  if (typeof frame !== 'object' || frame === null || Array.isArray(frame)) {
    return invalid(`invalid type: expected a request object at line 1 column ${text.length}`)
  }
  const { method, params, id } = frame as { method?: unknown; params?: unknown; id?: unknown }
  const unknownField = Object.keys(frame).find((field) => !fields.has(field))
  if (unknownField !== undefined) {
    return invalid(
      `unknown field \`${clean(unknownField)}\`, expected one of \`method\`, \`params\`, \`id\` at line 1 column ${text.length}`,
    )
  }
  // A subscription without an id is common among clients and harmless: it is answered with id null.
  if (id !== undefined && !isRequestId(id)) return invalid('request ID must be an unsigned integer')
  if (method === undefined) return withId(invalid(`missing field \`method\` at line 1 column ${text.length}`), id)
  if (!isMethod(method)) {
    const list = methods.map((name) => `\`${name}\``).join(', ')
    return withId(
      invalid(
        `unknown variant \`${clean(typeof method === 'string' ? method : typeof method)}\`, expected one of ${list} at line 1 column ${text.length}`,
      ),
      id,
    )
  }
  const request = readRequest(method, params, id === undefined ? null : id)
  return 'code' in request ? withId(request, id) : request
}

function readRequest(method: Method, params: unknown, id: RequestId): ControlRequest | FrameError {
  if (method === 'LIST_SUBSCRIPTIONS') {
    return params === undefined || (Array.isArray(params) && params.length === 0)
      ? { method, id }
      : invalid('too many parameters')
  }
  if (method === 'SUBSCRIBE' || method === 'UNSUBSCRIBE') {
    if (!Array.isArray(params)) return invalid('missing field `params`')
    if (!params.every((name): name is string => typeof name === 'string'))
      return invalid('stream name must be a string')
    return { method, names: params, id }
  }
  const [name, value, ...rest] = Array.isArray(params) ? (params as unknown[]) : []
  if (typeof name !== 'string') return invalid('property name must be a string')
  if (rest.length > 0 || (method === 'GET_PROPERTY' && value !== undefined)) return invalid('too many parameters')
  if (name !== 'combined') return { code: 0, msg: 'Unknown property' }
  if (method === 'GET_PROPERTY') return { method, id }
  if (typeof value !== 'boolean') return { code: 1, msg: 'Invalid value type: expected Boolean' }
  return { method, combined: value, id }
}

const isMethod = (value: unknown): value is Method => methods.some((method) => method === value)
const idText = /^(?:\d{1,16}|[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i
const isRequestId = (value: unknown): value is number | string =>
  typeof value === 'string' ? idText.test(value) : Number.isSafeInteger(value) && (value as number) >= 0
const invalid = (detail: string): FrameError => ({ code: 2, msg: `Invalid request: ${detail}` })
const withId = (error: FrameError, id: unknown): FrameError => (isRequestId(id) ? { ...error, id } : error)
const clean = (text: string): string => text.replaceAll(/[^\w.:@-]/g, '?').slice(0, 40)
