/** The client order id of each element of a batch request, where it has one, from the list that the request names. */
export function readElements(
  params: Readonly<Record<string, unknown>>,
  names: readonly string[],
): readonly (string | undefined)[] {
  const name = names.find((candidate) => Array.isArray(params[candidate]))
  const list = name === undefined ? [] : (params[name] as unknown[])
  return list.map((element) => {
    if (name === 'origClientOrderIdList') return String(element)
    if (typeof element !== 'object' || element === null) return undefined
    const { newClientOrderId, origClientOrderId } = element as Record<string, unknown>
    const id = newClientOrderId ?? origClientOrderId
    return typeof id === 'string' ? id : undefined
  })
}
