import { resolve } from 'node:path'

/**
 * A path as the person meant it who typed it. turbo starts a program in its own folder, and says in a variable where
 * the person stood.
 */
export function resolvePath(
  host: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
  path: string,
): string {
  return resolve(findStartFolder(host), path)
}

/** The folder in which the command was typed. */
export function findStartFolder({ cwd, env }: Parameters<typeof resolvePath>[0]): string {
  const isTurboTask = env['TURBO_HASH'] !== undefined
  return (isTurboTask ? env['TURBO_INVOCATION_DIR'] : undefined) ?? cwd
}
