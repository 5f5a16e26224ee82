import type { Health } from '../health/create-health.ts'
import type { Metrics } from '../metrics/create-metrics.ts'
import { type EdgeRoute, sendJson } from './serve-edge.ts'

/** `/livez` and `/readyz`, with `/health` and `/ready` as their older names: 200 or 503, and what each part says. */
export function healthRoute(health: Health): EdgeRoute {
  return (request, response, { pathname }) => {
    const isLive = pathname === '/livez' || pathname === '/health'
    if (request.method !== 'GET' || !(isLive || pathname === '/readyz' || pathname === '/ready')) return false
    const summary = isLive ? health.live() : health.ready()
    sendJson(response, summary.ok ? 200 : 503, summary)
    return true
  }
}

/** `/metrics` for Prometheus. */
export function metricsRoute(metrics: Metrics): EdgeRoute {
  return async (request, response, { pathname }) => {
    if (request.method !== 'GET' || pathname !== '/metrics') return false
    const text = await metrics.read()
    response.writeHead(200, { 'content-type': metrics.registry.contentType }).end(text)
    return true
  }
}
