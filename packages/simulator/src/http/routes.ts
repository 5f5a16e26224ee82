import { type ApiVersion, type Endpoint, endpoints } from '@aster/api'

/** What a method and a path stand for. */
export interface Route {
  readonly endpoint: Endpoint
  readonly version: ApiVersion
}

export type Routes = ReadonlyMap<string, Route>

/** The key of a route: `POST /fapi/v3/order`. */
export const routeKey = (method: string, path: string): string => `${method} ${path}`

/** Reads all routes from the declarations: both versions of each endpoint, and the older paths that answer the same. */
export function createRoutes(declared: Iterable<Endpoint> = Object.values<Endpoint>(endpoints)): Routes {
  const routes = new Map<string, Route>()
  for (const endpoint of declared) {
    const { v3, v1 } = endpoint.path
    if (v3 !== undefined) routes.set(routeKey(endpoint.method, v3), { endpoint, version: 'v3' })
    if (v1 !== undefined) routes.set(routeKey(endpoint.method, v1), { endpoint, version: 'v1' })
    for (const alias of endpoint.aliases ?? []) {
      routes.set(routeKey(endpoint.method, alias), { endpoint, version: versionOfPath(alias) })
    }
  }
  return routes
}

/** V3 lives below `/fapi/v3` and `/aster-chain/v3`; every other number is of the V1 family. */
const versionOfPath = (path: string): ApiVersion => (path.split('/')[2] === 'v3' ? 'v3' : 'v1')
