import { Refusal } from '../core/refusal.ts'

/** Status and words of the refusal in which something ends; `taken` where it ends in none. */
export function describeRefusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof Refusal) return `${error.status} ${error.message}`
    throw error
  }
  return 'taken'
}
