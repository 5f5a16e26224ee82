/** It is not on the disk, and will not be. */
export class NotWrittenError extends Error {
  override name = 'NotWrittenError'
}
