/** The file is here and holds nothing that can be shown; the message says why. */
export class UnshownGlbError extends Error {
  override readonly name = 'UnshownGlbError'
}
