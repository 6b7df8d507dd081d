/** The file will not be decoded; the message says why, and that the download still works. */
export class UnsafeGlbError extends Error {
  override readonly name = 'UnsafeGlbError'
}
