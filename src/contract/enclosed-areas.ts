/*
 * Areas of a picture that its figure encloses and that have the backdrop's colour: a ring's hole, or the white of a
 * drawn eye. CSM's API knows nothing of them; the local engine tells of them, and lets the artist decide.
 */
import * as z from 'zod/mini'

/** What the artist wants of them: each as the cut-out judges it, all to the figure, or all open. */
export const ENCLOSED_CHOICES = ['auto', 'filled', 'open'] as const

export type EnclosedChoice = (typeof ENCLOSED_CHOICES)[number]

/** What became of them: all belong to the figure, all are open, or some are and some are not. */
export const ENCLOSED_OUTCOMES = ['filled', 'open', 'mixed'] as const

export type EnclosedOutcome = (typeof ENCLOSED_OUTCOMES)[number]

/** Body of POST /plinth/sessions/<code>/enclosed-areas, which answers as a get of the session does. */
export const enclosedRequestSchema = z.strictObject(
  {
    enclosed_areas: z.enum(ENCLOSED_CHOICES, {
      error: `expected one of ${ENCLOSED_CHOICES.map((choice) => `"${choice}"`).join(', ')}`,
    }),
  },
  { error: (issue) => (issue.code === 'invalid_type' ? 'expected a JSON object' : undefined) },
)

/** [ENCLOSED-1] `enclosed_areas` of a session, only where its picture has any and the artist may decide. */
export const enclosedAreasSchema = z.object({
  choice: z.enum(ENCLOSED_CHOICES),
  found: z.enum(ENCLOSED_OUTCOMES),
  made: z.enum(ENCLOSED_OUTCOMES),
  mesh_is_older: z.boolean(),
})

export interface EnclosedAreas {
  /** The artist's latest word. */
  readonly choice: EnclosedChoice
  /** What `auto` comes to. */
  readonly found: EnclosedOutcome
  /** What the spins were made with: other pictures under the same address when it changes. */
  readonly made: EnclosedOutcome
  /** [ENCLOSED-2] The session's mesh was made of spins that were cut out in another way. */
  readonly meshIsOlder: boolean
}

export const readEnclosed = (raw: z.output<typeof enclosedAreasSchema> | null | undefined): EnclosedAreas | null =>
  raw ? { choice: raw.choice, found: raw.found, made: raw.made, meshIsOlder: raw.mesh_is_older } : null

/** How a subject is cut out again as it is in spins that were made so; null or left out where it encloses nothing. */
export const choiceOfSpins = (made: EnclosedOutcome | null | undefined): EnclosedChoice =>
  !made || made === 'mixed' ? 'auto' : made

/** What a choice comes to. */
export const outcomeOf = (choice: EnclosedChoice, found: EnclosedOutcome): EnclosedOutcome =>
  choice === 'auto' ? found : choice
