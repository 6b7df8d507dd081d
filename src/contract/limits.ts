/** The most that one picture, or one request's body, may weigh. */
export const MAX_PICTURE_BYTES = 12_000_000

/** The most pixels that a picture may unpack to, in a session's image as in a mesh's texture. */
export const MAX_PICTURE_PIXELS = 50_000_000

/** The least that each side of a session's picture may measure, in pixels. */
export const MIN_PICTURE_SIDE_PX = 16
