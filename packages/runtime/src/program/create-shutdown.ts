import type { Clock } from '@aster/core'

/**
 * The phases of an orderly end, in this order: nothing new is taken in; what runs is brought to a known end; what rests on
 * the exchange is cancelled or left, as the program's policy says; files, sockets and locks are given back.
 */
export const shutdownPhases = ['intake', 'settle', 'release', 'close'] as const
export type ShutdownPhase = (typeof shutdownPhases)[number]

export interface ShutdownOptions {
  /** The longest that this step is waited for; 10 s by default. Then the next one begins. */
  readonly withinMs?: number | undefined
}

/** How a program ends, registered while it begins. */
export interface Shutdown {
  /**
   * Registers a step. Within a phase the last one registered goes first.
   *
   * @param work - Its text says what was left. Its signal aborts when its time is over.
   */
  add(
    phase: ShutdownPhase,
    name: string,
    work: (signal: AbortSignal) => Promise<string | void> | string | void,
    options?: ShutdownOptions,
  ): void
}

type State =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running'; readonly sinceMs: number }
  | { readonly kind: 'done'; readonly tookMs: number; readonly left: string }
  | { readonly kind: 'failed'; readonly tookMs: number; readonly reason: string }
  | { readonly kind: 'cut'; readonly tookMs: number }

interface Step {
  readonly phase: ShutdownPhase
  readonly name: string
  readonly work: Parameters<Shutdown['add']>[2]
  readonly withinMs: number
  state: State
}

export interface RunningShutdown extends Shutdown {
  /** Runs every step once, also when one fails or takes too long. False when one did. */
  run(): Promise<boolean>
  /** One line a step: what was done, how long it took, what was left. Empty when there are none. */
  describe(): readonly string[]
}

/** Keeps the steps of an orderly end and runs them. */
export function createShutdown(clock: Clock, describeError: (error: unknown) => string): RunningShutdown {
  const steps: Step[] = []

  const runStep = async (step: Step): Promise<void> => {
    const sinceMs = clock.monotonicMs()
    const tookMs = () => Math.round(clock.monotonicMs() - sinceMs)
    const controller = new AbortController()
    const { promise: late, resolve } = Promise.withResolvers<State>()
    const timer = clock.schedule(step.withinMs, () => {
      controller.abort(new Error(`${step.name} took longer than ${step.withinMs} ms`))
      resolve({ kind: 'cut', tookMs: tookMs() })
    })
    step.state = { kind: 'running', sinceMs }
    const work = async (): Promise<State> => {
      try {
        return { kind: 'done', left: (await step.work(controller.signal)) ?? '', tookMs: tookMs() }
      } catch (error) {
        return { kind: 'failed', reason: describeError(error), tookMs: tookMs() }
      }
    }
    step.state = await Promise.race([work(), late])
    timer.cancel()
  }

  const ordered = (): Step[] =>
    shutdownPhases.flatMap((phase) => steps.filter((step) => step.phase === phase).toReversed())

  return {
    add(phase, name, work, { withinMs = 10_000 } = {}) {
      steps.push({ phase, name, work, withinMs, state: { kind: 'waiting' } })
    },
    async run() {
      // a step may register another one for a later phase
      for (let next = nextOf(ordered()); next !== undefined; next = nextOf(ordered())) await runStep(next)
      return steps.every(({ state }) => state.kind === 'done')
    },
    describe: () => ordered().map((step) => describeStep(step, clock.monotonicMs())),
  }
}

const nextOf = (steps: readonly Step[]): Step | undefined => steps.find(({ state }) => state.kind === 'waiting')

function describeStep({ phase, name, state }: Step, nowMs: number): string {
  return `  ${phase.padEnd(7)}  ${name}: ${describeState(state, nowMs)}`
}

function describeState(state: State, nowMs: number): string {
  switch (state.kind) {
    case 'waiting':
      return 'NOT BEGUN'
    case 'running':
      return `STILL RUNNING after ${Math.round(nowMs - state.sinceMs)} ms`
    case 'done':
      return `done in ${state.tookMs} ms${state.left === '' ? '' : `, ${state.left}`}`
    case 'failed':
      return `FAILED after ${state.tookMs} ms: ${state.reason}`
    case 'cut':
      return `NOT DONE within ${state.tookMs} ms, left behind`
  }
}
