/** Why a file cannot be written in a format, in words for the artist. */
export class ExportError extends Error {
  override readonly name = 'ExportError'
}
