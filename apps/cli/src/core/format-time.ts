/** A time for a cell of a table: UTC, to the second. */
export const formatTime = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ')
