/** Why a file cannot be refitted, in words for the artist. */
export class RefitError extends Error {
  override name = 'RefitError'
}
