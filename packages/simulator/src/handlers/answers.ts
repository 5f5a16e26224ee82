/** The plain yes of calls that have nothing else to say. */
export const success = { code: 200, msg: 'success' } as const
