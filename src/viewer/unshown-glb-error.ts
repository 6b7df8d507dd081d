/** The file was read, but nothing in it can be shown; the message says why. */
export class UnshownGlbError extends Error {
  override readonly name = 'UnshownGlbError'
}
