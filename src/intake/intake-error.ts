/** Why a file cannot be read as a mesh, in a sentence for the artist. */
export class IntakeError extends Error {
  override readonly name = 'IntakeError'
}
