import { askFor } from '../contract/ask.ts'
import { outlineSchema, type Outline } from '../contract/outline.ts'
import { outlinePath } from '../contract/paths.ts'

/**
 * The width and height of a session's subject in px of its picture, as the local engine cuts it out. Null when the picture
 * does not tell, or nobody can be asked.
 */
export async function fetchOutline(code: string, signal?: AbortSignal): Promise<Outline> {
  try {
    const data = await askFor(outlinePath(code), signal)
    return outlineSchema.parse(data).outline
  } catch {
    return null
  }
}
