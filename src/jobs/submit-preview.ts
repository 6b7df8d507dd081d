import { apiUrl, readAnswer } from '../contract/answer.ts'
import type { PreviewRequest } from '../contract/preview-request.ts'

/**
 * Asks for a mesh, once. It costs credits and the API knows no idempotency key, so nothing may call this twice for one intent. Throws
 * ApiError, or TypeError when no answer came.
 */
export async function submitPreview(sessionCode: string, request: PreviewRequest): Promise<void> {
  const options = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(request) }
  await readAnswer(await fetch(apiUrl(`/image-to-3d-sessions/get-3d/preview/${sessionCode}`), options))
}
