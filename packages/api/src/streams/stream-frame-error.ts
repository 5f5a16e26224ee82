import { AsterError } from '@aster/core'

/** A stream frame that does not have the documented shape. The frame is lost; what it carried has to be read elsewhere. */
export class StreamFrameError extends AsterError {
  override name = 'StreamFrameError'
  /** The stream's or the user event's name. */
  readonly stream: string
  constructor(stream: string, reason: string, options?: ErrorOptions) {
    super(`${stream}: ${reason}`, options)
    this.stream = stream
  }
}
