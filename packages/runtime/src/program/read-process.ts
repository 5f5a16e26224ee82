import { readFileSync } from 'node:fs'

import type { ReadProcess } from './read-launchers.ts'

/** Reads `/proc`. Where there is none (macOS) only the parent itself is known, and is watched alone. */
export const readProcess: ReadProcess = (id) => {
  let stat: string
  try {
    stat = readFileSync(`/proc/${id}/stat`, 'utf8')
  } catch {
    return undefined
  }
  // `pid (name) state ppid …`; the name may hold spaces and brackets.
  const end = stat.lastIndexOf(')')
  const parentId = Number(stat.slice(end + 2).split(' ')[1])
  return { parentId, name: stat.slice(stat.indexOf('(') + 1, end) }
}
