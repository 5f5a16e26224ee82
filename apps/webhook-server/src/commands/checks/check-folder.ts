import { accessSync, constants, existsSync, readFileSync, statfsSync } from 'node:fs'
import { dirname, join } from 'node:path'

import type { Check } from '@aster/runtime'

import { defineCheck, failed, fine, warning } from './define-check.ts'
import type { DoctorTarget } from './read-target.ts'

/** Whether what must outlive the server will: signals, journal, keys of paper accounts. Writes nothing. */
export const folderChecks = (target: DoctorTarget): readonly Check[] => [
  checkWritable(target),
  checkDurable(target),
  checkSpace(target),
  checkLocks(target),
  checkHalt(target),
]

/** The folder itself, or the nearest one above it that is there: where it would be made. */
function findExisting(folder: string): string {
  let path = folder
  while (!existsSync(path) && dirname(path) !== path) path = dirname(path)
  return path
}

const checkWritable = ({ folder }: DoctorTarget): Check =>
  defineCheck('data folder', () => judgeWritable(folder, 'give it to the user of the service'))

const checkLocks = ({ locksFolder }: DoctorTarget): Check =>
  defineCheck('locks', () => judgeWritable(locksFolder, 'name a folder that the service can write: --locks'))

function judgeWritable(folder: string, hint: string) {
  const path = findExisting(folder)
  try {
    accessSync(path, constants.W_OK | constants.X_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return failed(`${path} cannot be written by user ${process.getuid?.() ?? 'unknown'} (${code})`, hint)
  }
  return fine(path === folder ? `${folder} can be written` : `${folder} will be made`)
}

/** Kinds of file systems that are gone with the machine or the container (Linux, statfs). */
const passing: ReadonlyMap<number, string> = new Map([
  [0x01_02_19_94, 'tmpfs, memory'],
  [0x85_84_58_f6, 'ramfs, memory'],
  [0x79_4c_76_30, "overlay, the container's own layer"],
])
/** SQLite's locks do not hold on these. */
const remote: ReadonlyMap<number, string> = new Map([
  [0x69_69, 'NFS'],
  [0xff_53_4d_42, 'CIFS'],
  [0xfe_53_4d_42, 'SMB'],
])

const checkDurable = ({ folder, values }: DoctorTarget): Check =>
  defineCheck('durable', () => {
    const type = statfsSync(findExisting(folder)).type
    const gone = passing.get(type)
    const judge = values.mode === 'live' ? failed : warning
    const hint = 'mount a volume of a disk that outlives the machine, and start once with --mode dry'
    if (gone !== undefined) return judge(`the folder is on ${gone}: a restart may forget what was carried out`, hint)
    const far = remote.get(type)
    if (far !== undefined) return failed(`the folder is on ${far}, where locks do not hold`, 'use a local disk')
    const starts = readStarts(folder)
    if (starts === undefined)
      return judge('no earlier start has written the folder', 'start once with --mode dry; live is refused before')
    return fine(`written by ${starts} earlier start${starts === 1 ? '' : 's'}`)
  })

function readStarts(folder: string): number | undefined {
  try {
    const { starts } = JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8')) as { starts?: number }
    return starts
  } catch {
    return undefined
  }
}

const mebibyte = 1024 * 1024
/** The server does not start with less, see `openStateFolder`. */
const leastBytes = 32 * mebibyte
const comfortableBytes = 1024 * mebibyte

const checkSpace = ({ folder }: DoctorTarget): Check =>
  defineCheck('disk space', () => {
    const { bavail, bsize } = statfsSync(findExisting(folder))
    const bytes = bavail * bsize
    const detail = `${Math.floor(bytes / mebibyte)} MiB are free`
    if (bytes < leastBytes) return failed(detail, 'make room: the server does not start with less than 32 MiB')
    return bytes < comfortableBytes ? warning(detail, 'make room: signals and journal are kept') : fine(detail)
  })

const checkHalt = ({ haltFiles }: DoctorTarget): Check =>
  defineCheck('halt file', () => {
    const found = haltFiles.filter((file) => existsSync(file))
    return found.length > 0
      ? warning(`${found.join(' and ')}: while it is there, nothing is opened`, 'remove it, then POST /risk/resume')
      : fine(`none; touch ${haltFiles.join(' or ')} to stop everything that opens`)
  })
