/** Which mesh of each spin a tab shows, kept in the tab's own storage so that a reload shows the same. */
import * as z from 'zod/mini'
import { NO_CHOICES, type Choices } from './session-meshes.ts'

const KEY = 'plinth.chosen'

const pickSchema = z.object({ version: z.string(), among: z.array(z.string()) })

const keptSchema = z.object({
  sessionCode: z.string(),
  picks: z.array(z.tuple([z.nullable(z.number()), pickSchema])),
  spin: z.optional(z.nullable(z.number())),
})

/** The choices that were kept of a session. Of the one before, nothing is remembered. */
export function readChoices(sessionCode: string): Choices {
  try {
    const kept = keptSchema.parse(JSON.parse(sessionStorage.getItem(KEY) ?? 'null'))
    return kept.sessionCode === sessionCode ? { picks: new Map(kept.picks), spin: kept.spin } : NO_CHOICES
  } catch {
    // Nothing is kept, or it is somebody else's text.
    return NO_CHOICES
  }
}

export function keepChoices(sessionCode: string, { picks, spin }: Choices): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ sessionCode, picks: [...picks], spin }))
  } catch {
    // Without storage a reload shows the newest mesh of each spin.
  }
}
