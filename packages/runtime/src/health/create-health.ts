/** What one part of a program says about itself. */
export interface HealthReport {
  readonly ok: boolean
  /** A sentence with its numbers. */
  readonly detail: string
}

export interface Health {
  /** Adds a part. `ready` parts decide whether work may be sent here; `live` ones whether the process should be restarted. */
  add(name: string, kind: 'ready' | 'live', ask: () => HealthReport): () => void
  /** From now on the program takes nothing new. */
  drain(): void
  live(): HealthSummary
  ready(): HealthSummary
}

export interface HealthSummary {
  readonly ok: boolean
  readonly parts: Readonly<Record<string, HealthReport>>
}

/** Whether a program lives and whether it is ready, out of what its parts say. A part that throws is not ok. */
export function createHealth(): Health {
  const parts = new Map<string, { readonly kind: 'ready' | 'live'; readonly ask: () => HealthReport }>()
  let isDraining = false
  const summarize = (kinds: readonly string[]): HealthSummary => {
    const reports: Record<string, HealthReport> = {}
    for (const [name, { kind, ask }] of parts) if (kinds.includes(kind)) reports[name] = askSafely(ask)
    return { ok: Object.values(reports).every(({ ok }) => ok), parts: reports }
  }
  return {
    add(name, kind, ask) {
      if (parts.has(name)) throw new Error(`there is a part ${name} already`)
      parts.set(name, { kind, ask })
      return () => void parts.delete(name)
    },
    drain() {
      isDraining = true
    },
    live: () => summarize(['live']),
    ready() {
      const { ok, parts: reports } = summarize(['live', 'ready'])
      if (!isDraining) return { ok, parts: reports }
      return { ok: false, parts: { ...reports, ending: { ok: false, detail: 'the program is ending' } } }
    },
  }
}

function askSafely(ask: () => HealthReport): HealthReport {
  try {
    return ask()
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) }
  }
}
