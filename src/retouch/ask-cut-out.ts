import { readAnswer, UnusableAnswer } from '../contract/answer.ts'
import { within } from '../contract/deadline.ts'
import { cutOutSchema, type CutOutAnswer } from '../contract/cut-out.ts'
import type { EnclosedChoice } from '../contract/enclosed-areas.ts'
import { apiUrl, cutPicturePath } from '../contract/paths.ts'

/** Larger pictures wait behind others; beyond this something has gone wrong, and the file can be sent as it is. */
const WITHIN_MS = 90_000

/**
 * What the local engine cuts out of a picture with that choice for its enclosed areas, whichever upstream makes the meshes.
 * @throws ApiError; TypeError or `TimeoutError` when the server cannot be reached
 */
export function askCutOut(file: Blob, enclosed: EnclosedChoice): Promise<CutOutAnswer> {
  return within(WITHIN_MS, async (signal) => {
    const headers = { 'content-type': 'application/octet-stream' }
    const response = await fetch(apiUrl(cutPicturePath(enclosed)), { method: 'POST', headers, body: file, signal })
    const answer = cutOutSchema.safeParse(await readAnswer(response))
    if (!answer.success) throw new UnusableAnswer('The answer holds no cut-out.')
    return answer.data
  })
}
