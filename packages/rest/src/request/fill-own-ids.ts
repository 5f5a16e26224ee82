import type { ApiVersion, Endpoint } from '@aster/api'

type Values = Readonly<Record<string, unknown>>

/**
 * Gives a name of ours to everything that is made without one: an order whose answer gets lost can only be looked up by
 * it.
 */
export function fillOwnIds(
  { ownId, elementsOf, v3Only }: Endpoint,
  version: ApiVersion,
  values: Values,
  nextId: () => string,
): Values {
  if (ownId === undefined || (version === 'v1' && v3Only?.includes(ownId) === true)) return values
  const fill = (fields: Values): Values => (fields[ownId] === undefined ? { ...fields, [ownId]: nextId() } : fields)
  if (elementsOf === undefined) return fill(values)
  const filled: Record<string, unknown> = { ...values }
  for (const name of elementsOf) {
    const list = values[name]
    if (Array.isArray(list)) filled[name] = list.map((element: Values) => fill(element))
  }
  return filled
}
