import { ApiError, type ApiErrorKind } from './api-error.ts'
import { InvalidInput } from './problems.ts'

/** What an artist reads when something went wrong. */
export interface ArtistText {
  /** What happened. */
  readonly what: string
  /** What to do about it. */
  readonly next: string
}

const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`)

/** `what` is null where the error's own message says it best. */
const TEXTS: Readonly<Record<ApiErrorKind, { readonly what: string | null; readonly next: string }>> = {
  invalid_input: { what: null, next: 'Correct that, then try again.' },
  bad_image: { what: null, next: 'Choose another picture, or save this one as PNG, JPEG or WebP.' },
  not_json: { what: null, next: 'Reload the page and try again.' },
  unauthorised: {
    what: 'The API did not accept the key that this server holds.',
    next: 'Ask whoever runs Plinth to check CSM_API_KEY, then restart it.',
  },
  no_access: {
    what: null,
    next: 'Open the full address that the server printed when it started, including the token.',
  },
  forbidden: {
    what: 'The API refused this request for the key that this server holds.',
    next: 'Ask whoever runs Plinth whether the key may do this.',
  },
  foreign_page: { what: null, next: 'Open Plinth at the address that the server printed when it started.' },
  not_found: { what: null, next: 'Check the code, or open another session.' },
  method_not_allowed: { what: null, next: 'Reload the page and try again.' },
  conflict: { what: null, next: 'Wait until the current work has finished, then try again.' },
  too_large: { what: null, next: 'Use a smaller file.' },
  unsupported_media_type: { what: null, next: 'Choose a picture saved as PNG, JPEG or WebP.' },
  rate_limited: { what: 'The API is getting too many requests right now.', next: 'Wait a minute, then try again.' },
  internal: { what: null, next: 'Try again. If it keeps happening, the server’s log says more.' },
  bad_upstream: { what: null, next: 'Try again in a moment.' },
  upstream_unreachable: { what: null, next: 'Check the server’s network, then try again.' },
  storage: { what: null, next: 'Free some space on the server, then try again.' },
  upstream_timeout: { what: 'The API took too long to answer.', next: 'Try again in a moment.' },
}

/** From its second sentence on, a message is advice of its own. */
function ownWords(message: string, advice: string): ArtistText {
  const end = /[.!?] (?=[A-Z])/.exec(message)
  if (!end) return { what: sentence(message), next: advice }
  return { what: message.slice(0, end.index + 1), next: sentence(message.slice(end.index + 2)) }
}

/**
 * The one place where an error becomes text. An error that is not Plinth's own means that the server could not be
 * reached.
 */
export function artistText(error: unknown): ArtistText {
  if (error instanceof InvalidInput) return { what: sentence(error.message), next: TEXTS.invalid_input.next }
  if (!(error instanceof ApiError))
    return {
      what: 'Plinth’s server cannot be reached.',
      next: 'Check that it is running and that you are online, then try again.',
    }
  const { what, next } = TEXTS[error.kind]
  return what === null ? ownWords(error.message, next) : { what, next }
}
