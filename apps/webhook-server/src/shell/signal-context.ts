import { AsyncLocalStorage } from 'node:async_hooks'

const current = new AsyncLocalStorage<string>()

/** Carries something out for a signal: every order that is sent meanwhile, and every trade that begins, is its. */
export const runForSignal = <T>(signalId: string, work: () => T): T => current.run(signalId, work)

/** The signal that is being carried out here. */
export const readSignalId = (): string | undefined => current.getStore()
