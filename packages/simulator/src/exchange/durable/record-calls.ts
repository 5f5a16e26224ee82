/** Methods that change nothing. Everything else is taken for a command. */
const questionPattern = /^(?:(?:get|has|is|find|list|format|judge|to)(?:[A-Z]|$)|symbols$|accountIds$|balance$)/
/** Commands that are about keeping itself. */
const ownCommands: ReadonlySet<string> = new Set(['setState'])

export const isCommand = (name: string): boolean => !questionPattern.test(name) && !ownCommands.has(name)

/**
 * The same object, telling of each command before it runs. What a command does inside by further commands, of this or
 * another object with the same `depth`, is part of it and is not told.
 */
export function recordCalls<T extends object>(
  target: T,
  depth: { value: number },
  onCall: (name: string, args: readonly unknown[]) => void,
): T {
  const recorded: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(target)) {
    if (typeof member !== 'function' || !isCommand(name)) {
      recorded[name] = member as unknown
      continue
    }
    recorded[name] = (...args: unknown[]): unknown => {
      if (depth.value === 0) onCall(name, args)
      depth.value += 1
      try {
        return (member as (...inner: unknown[]) => unknown).apply(target, args)
      } finally {
        depth.value -= 1
      }
    }
  }
  return recorded as T
}
