import { readFileSync } from 'node:fs'

/** One endpoint as the documentation describes it. */
export interface DocumentedEndpoint {
  readonly name: string
  readonly method: string
  readonly v1Path: string | null
  readonly v3Path: string | null
  readonly security: string
  readonly weight: unknown
  /** Another host than the futures API. */
  readonly host?: string
  readonly params: readonly {
    readonly name: string
    readonly required: boolean
    readonly enum?: readonly (string | number)[]
  }[]
  /** Names and types of the answer's fields; see `sampleShape`. */
  readonly response: unknown
}

/** Keeps of a documented endpoint what the tables hold. */
export function trimEndpoint(endpoint: DocumentedEndpoint): DocumentedEndpoint {
  const { name, method, v1Path, v3Path, security, weight, host, params, response } = endpoint
  return {
    name,
    method,
    v1Path,
    v3Path,
    security,
    weight,
    ...(host === undefined ? {} : { host }),
    params: params.map(({ name: param, required, enum: values }) => ({
      name: param,
      required,
      ...(values === undefined ? {} : { enum: values }),
    })),
    response,
  }
}

/** The committed table of what the documentation lists. */
export function loadDocumentedEndpoints(): readonly DocumentedEndpoint[] {
  const text = readFileSync(new URL('documented-endpoints.json', import.meta.url), 'utf8')
  return JSON.parse(text) as readonly DocumentedEndpoint[]
}
