export type { Frame, RecordingReport } from './frame.ts'
export {
  type MalformedFrame,
  parseFrame,
  type RecordedBookTicker,
  type RecordedDepth,
  type RecordedFrame,
  type RecordedLevel,
  type RecordedOther,
  type RecordedSnapshot,
  type RecordedTrade,
} from './parse-frame.ts'
export { type CsvReader, type CsvReport, readCsvFrames } from './read-csv-frames.ts'
export { type FrameReader, readFrames } from './read-frames.ts'
