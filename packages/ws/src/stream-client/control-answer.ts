/** What the exchange says about our own frames. An error may come without the id of what it answers. */
export type ControlAnswer =
  | { readonly type: 'done'; readonly id: number }
  | { readonly type: 'error'; readonly id: number | undefined; readonly code: number; readonly message: string }

/** Reads an answer to a control frame; undefined when the frame is something else. */
export function parseControlAnswer(frame: unknown): ControlAnswer | undefined {
  if (typeof frame !== 'object' || frame === null || Array.isArray(frame)) return undefined
  const fields = frame as Readonly<Record<string, unknown>>
  const id = typeof fields['id'] === 'number' ? fields['id'] : undefined
  const error = typeof fields['error'] === 'object' && fields['error'] !== null ? fields['error'] : fields
  const { code, msg } = error as { readonly code?: unknown; readonly msg?: unknown }
  if (typeof code === 'number') return { type: 'error', id, code, message: typeof msg === 'string' ? msg : '' }
  return id !== undefined && 'result' in fields ? { type: 'done', id } : undefined
}
