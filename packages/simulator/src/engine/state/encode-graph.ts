import { deserialize, serialize } from 'node:v8'

/** An object that is written as something simpler, and made again from that. */
export interface GraphLeaf {
  readonly name: string
  readonly is: (value: object) => boolean
  readonly toPlain: (value: object) => unknown
  readonly fromPlain: (plain: unknown) => object
}

export interface GraphCodec {
  /** Classes by the name under which their objects are written. Fields are public as far as JavaScript goes; no `#`. */
  readonly classes: Readonly<Record<string, abstract new (...args: never[]) => object>>
  readonly leaves: readonly GraphLeaf[]
}

/** Nodes as rows: what kind of object, its fixed part, its values, and which of these are numbers of other nodes. */
interface EncodedGraph {
  readonly shapes: readonly (readonly string[])[]
  readonly nodes: readonly (readonly [
    kind: string,
    extra: unknown,
    values: readonly unknown[],
    refs: readonly number[],
  ])[]
}

/**
 * Writes everything that can be reached from an object: cycles, Map, Set, bigint and objects of known classes included.
 * It walks without recursion, so that long chains do not matter.
 *
 * @throws {TypeError} Something cannot be written: a function, an object of an unknown class.
 */
export function encodeGraph(root: object, codec: GraphCodec): Uint8Array {
  const numbers = new Map<object, number>([[root, 0]])
  const waiting: object[] = [root]
  const shapes = new Map<string, number>()
  const shapeKeys: (readonly string[])[] = []
  const nodes: (readonly [string, unknown, readonly unknown[], readonly number[]])[] = []
  const classNames = new Map(Object.entries(codec.classes).map(([name, type]) => [type.prototype as object, name]))

  const numberOf = (value: object): number => {
    const known = numbers.get(value)
    if (known !== undefined) return known
    numbers.set(value, waiting.length)
    waiting.push(value)
    return waiting.length - 1
  }
  const shapeOf = (keys: readonly string[]): number => {
    const joined = keys.join('\n')
    const known = shapes.get(joined)
    if (known !== undefined) return known
    shapes.set(joined, shapeKeys.length)
    shapeKeys.push(keys)
    return shapeKeys.length - 1
  }
  const addNode = (kind: string, extra: unknown, values: readonly unknown[]): void => {
    const refs: number[] = []
    const written = values.map((value, index) => {
      if (typeof value === 'function') throw new TypeError(`A function cannot be written (in ${kind})`)
      if (typeof value !== 'object' || value === null) return value
      refs.push(index)
      return numberOf(value)
    })
    nodes.push([kind, extra, written, refs])
  }
  const write = (value: object): void => {
    const leaf = codec.leaves.find(({ is }) => is(value))
    if (leaf !== undefined) return addNode(`leaf ${leaf.name}`, leaf.toPlain(value), [])
    if (Array.isArray(value)) return addNode('array', undefined, value)
    if (value instanceof Map)
      return addNode(
        'map',
        undefined,
        [...value].flatMap(([key, entry]) => [key, entry] as unknown[]),
      )
    if (value instanceof Set) return addNode('set', undefined, [...value])
    const prototype: unknown = Object.getPrototypeOf(value)
    const name = prototype === Object.prototype || prototype === null ? '' : classNames.get(prototype as object)
    if (name === undefined) {
      throw new TypeError(
        `Objects of ${(value.constructor as { name?: string }).name ?? 'a strange class'} cannot be written`,
      )
    }
    const keys = Object.keys(value)
    addNode(`object ${name}`, shapeOf(keys), Object.values(value))
  }
  for (let index = 0; index < waiting.length; index++) write(waiting[index] as object)
  return serialize({ shapes: shapeKeys, nodes } satisfies EncodedGraph)
}

/** @throws {TypeError} The bytes name a class or a leaf that is not known. */
export function decodeGraph(bytes: Uint8Array, codec: GraphCodec): object {
  const { shapes, nodes } = deserialize(bytes) as EncodedGraph
  const objects = nodes.map(([kind, extra]) => createEmpty(kind, extra, codec))
  for (const [index, [kind, extra, values, refs]] of nodes.entries()) {
    const target = objects[index] as object
    const read = [...values]
    for (const ref of refs) read[ref] = objects[values[ref] as number]
    if (kind === 'array') for (const value of read) (target as unknown[]).push(value)
    else if (kind === 'set') for (const value of read) (target as Set<unknown>).add(value)
    else if (kind === 'map') {
      for (let at = 0; at < read.length; at += 2) (target as Map<unknown, unknown>).set(read[at], read[at + 1])
    } else if (kind.startsWith('object ')) {
      const keys = shapes[extra as number] ?? []
      for (const [at, key] of keys.entries()) (target as Record<string, unknown>)[key] = read[at]
    }
  }
  return objects[0] ?? {}
}

function createEmpty(kind: string, extra: unknown, codec: GraphCodec): object {
  if (kind === 'array') return []
  if (kind === 'map') return new Map()
  if (kind === 'set') return new Set()
  if (kind === 'object ') return {}
  if (kind.startsWith('leaf ')) {
    const leaf = codec.leaves.find(({ name }) => kind === `leaf ${name}`)
    if (leaf === undefined) throw new TypeError(`Unknown part "${kind}"`)
    return leaf.fromPlain(extra)
  }
  const type = codec.classes[kind.slice('object '.length)]
  if (type === undefined) throw new TypeError(`Unknown part "${kind}"`)
  return Object.create(type.prototype as object) as object
}
