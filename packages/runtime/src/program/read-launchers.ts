/** What can be known of a process: its parent, and the short name of what it runs. Undefined when it is gone. */
export type ReadProcess = (id: number) => { readonly parentId: number; readonly name: string } | undefined

const shell = /^(sh|dash|bash)$/
const launcher = /^(npm|npx|pnpm|turbo|node|corepack|yarn|bun)\b/

/**
 * The processes between a person and this program: its parent first, then every launcher above it (npx, pnpm, turbo and
 * the shells they start), up to and without whatever the person typed the command into. When one of them dies without
 * passing the signal on, those below it stay and only the row changes.
 *
 * @param parentId - The parent's id as this process sees it.
 */
export function readLaunchers(parentId: number, readProcess: ReadProcess): readonly number[] {
  const ids = [parentId]
  let shells: number[] = []
  let above = readProcess(parentId)?.parentId
  while (above !== undefined && above > 1) {
    const process = readProcess(above)
    if (process === undefined) break
    if (launcher.test(process.name)) {
      ids.push(...shells, above)
      shells = []
    } else if (shell.test(process.name)) shells.push(above)
    else break
    above = process.parentId
  }
  return ids
}
