/** Whether a decimal says something: the exchange writes 0 where there is no price or quantity. */
export const isGiven = (text: string | undefined): text is string => text !== undefined && Number(text) !== 0
