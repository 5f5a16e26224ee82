/** Bugs of a server that the proof must find. */
export const webhookPlants = [
  { name: 'forgetsIntent', meaning: 'A signal that was cut off gets another order id when it is taken up again.' },
  { name: 'answersBeforeWriting', meaning: 'The answer goes out before the signal is on the disk.' },
  { name: 'takesDuplicates', meaning: 'The same alert is taken in again.' },
  { name: 'runsSideBySide', meaning: 'Signals of one symbol are carried out at the same time.' },
] as const

export type WebhookBug = (typeof webhookPlants)[number]['name']
