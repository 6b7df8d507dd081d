/** What is wrong with a picture's bytes: no known format, outside the size limits, or damaged inside. */
export type PictureErrorCode = 'not_an_image' | 'too_large' | 'too_small' | 'corrupt'

/** The bytes cannot be read as a picture; the message is for the artist and says what to do. */
export class PictureError extends Error {
  override readonly name = 'PictureError'
  readonly code: PictureErrorCode

  constructor(code: PictureErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** The picture is fine, but nothing in it stands apart from its background; the message is for the artist. */
export class NoSubjectError extends Error {
  override readonly name = 'NoSubjectError'
  readonly code = 'no_subject'
}
