/** A word of the wire, as `training_preview` and `unprocessed` are: one word, all in lower case. */
const WIRE_WORD = /^[a-z0-9]+(?:[_-][a-z0-9]+)*$/

/** The upstream's own words for a mesh that is being made, which the page says in its own. */
const BUILDING = /^(?:generating|training)[ _-](?:mesh|preview)$/i

/** An upstream's message as an artist may read it; null where it says only what the page says itself, or a word of the wire. */
export const plainMessage = (message: string): string | null =>
  message === '' || WIRE_WORD.test(message) || BUILDING.test(message) ? null : message
