import type { EnclosedChoice } from './enclosed-areas.ts'

/** Where the API begins on Plinth's own origin. Behind it, the paths are the upstream's. */
export const API_MOUNT = '/api'

/** Create by POST, list by GET. */
export const SESSIONS_PATH = '/image-to-3d-sessions'

export const sessionPath = (code: string): string => `${SESSIONS_PATH}/${code}`

/** Queue a preview mesh by POST. */
export const previewPath = (code: string): string => `${SESSIONS_PATH}/get-3d/preview/${code}`

/** Queue a refined mesh by POST. */
export const refinePath = (code: string): string => `${SESSIONS_PATH}/get-3d/refine/${code}`

/** A session's file by its name. Plinth's own path: the upstream has none like it. */
export const assetPath = <Code extends string, Name extends string>(code: Code, name: Name) =>
  `${SESSIONS_PATH}/${code}/assets/${name}` as const

/** Sets by POST what becomes of the areas that a picture's figure encloses. Plinth's own path, answered by the local engine alone. */
export const enclosedPath = (code: string): string => `/plinth/sessions/${code}/enclosed-areas`

/** A session for good, by DELETE. Plinth's own path, answered by the local engine alone. */
export const ownSessionPath = (code: string): string => `/plinth/sessions/${code}`

/** Names a session by PUT. Plinth's own path, answered by the local engine alone. */
export const namePath = (code: string): string => `${ownSessionPath(code)}/name`

/** Tells by GET where meshes come from. Plinth's own path. */
export const UPSTREAM_PATH = '/plinth'

/** What the local engine's folder takes on the disk. Plinth's own path. */
export const DISK_PATH = '/plinth/storage'

/** What an intent came to [INTENT-3], by GET. Plinth's own path, answered by the proxy itself. */
export const intentPath = (id: string): string => `/plinth/intents/${id}`

/** Tells by GET how wide and high the subject of a session's picture is. Plinth's own path, answered for every upstream. */
export const outlinePath = (code: string): string => `/plinth/sessions/${code}/outline`

/** Cuts out by POST the subject of the picture that is the body. Between the proxy and the local engine alone. */
export const CUT_OUT_PATH = '/plinth/outline'

/** Tells by POST what the local engine cuts out of the picture that is the body [CUTOUT-1]. Plinth's own path, answered for every upstream. */
export const CUT_PICTURE_PATH = '/plinth/cut-out'

/** The same with its query [CUTOUT-5]. */
export const cutPicturePath = (enclosed: EnclosedChoice): string =>
  enclosed === 'auto' ? CUT_PICTURE_PATH : `${CUT_PICTURE_PATH}?enclosed_areas=${enclosed}`

/** Address of an API path on the page's own origin. */
export const apiUrl = (path: string): string => `${API_MOUNT}${path}`

/** The licences of all that Plinth is made with, beside the page. */
export const NOTICES_FILE = 'notices.txt'
