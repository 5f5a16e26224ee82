/** Calls a caller's function. What it throws, now or later, goes to `onError` and nowhere else. */
export function callHandler<Args extends readonly unknown[]>(
  handler: (...args: Args) => unknown,
  onError: (error: unknown) => void,
  ...args: Args
): void {
  try {
    const result = handler(...args)
    if (result instanceof Promise) result.catch(onError)
  } catch (error) {
    onError(error)
  }
}
