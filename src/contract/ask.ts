import { readAnswer } from './answer.ts'
import { within } from './deadline.ts'
import { earlyAnswer } from './early-answers.ts'
import { apiUrl } from './paths.ts'

/** [LIMIT-1] For a question of the page's: longer than the proxy waits for the upstream, and not for ever. */
export const GET_WITHIN_MS = 70_000

/**
 * The `data` of the answer to a GET, which is not waited for beyond [LIMIT-1].
 * @throws ApiError as `readAnswer` does; TypeError or `TimeoutError` when the server cannot be reached
 */
export const askFor = (path: string, signal?: AbortSignal): Promise<unknown> =>
  within(
    GET_WITHIN_MS,
    async (own) =>
      readAnswer(await (earlyAnswer(path, own) ?? fetch(apiUrl(path), { cache: 'no-store', signal: own }))),
    signal,
  )
