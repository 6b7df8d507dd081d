/** A word of the wire, as `training_preview` and `unprocessed` are: one word, all in lower case. */
const WIRE_WORD = /^[a-z0-9]+(?:[_-][a-z0-9]+)*$/

/** An upstream's message as an artist may read it; null where it says nothing but a word of the wire. */
export const plainMessage = (message: string): string | null =>
  message === '' || WIRE_WORD.test(message) ? null : message
