/** Largest file of one picture, and largest body of one request. */
export const MAX_PICTURE_BYTES = 12_000_000

/** Largest file that a page can send as a session's picture: the body carries it as base64, and so a third longer. */
export const MAX_SENT_BYTES = Math.floor((MAX_PICTURE_BYTES - 1000) * 0.75)

/** Most pixels of a decoded picture, be it a session's image or a mesh's texture. */
export const MAX_PICTURE_PIXELS = 50_000_000

/** Shortest side of a session's picture. */
export const MIN_PICTURE_SIDE_PX = 16

/** Most bytes of a mesh and its files together, unpacked: beyond these a browser runs out of memory. */
export const MAX_MESH_BYTES = 1_000_000_000
