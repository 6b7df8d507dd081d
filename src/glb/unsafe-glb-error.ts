/** Why a file is not decoded, in words for the artist. */
export class UnsafeGlbError extends Error {
  override readonly name = 'UnsafeGlbError'
}
