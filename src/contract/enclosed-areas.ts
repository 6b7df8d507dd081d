/*
 * Areas of a picture that its figure encloses and that have the backdrop's colour: a ring's hole, or the white of a
 * drawn eye. CSM's API knows nothing of them; the local engine tells of them, and lets the artist decide.
 */

/** What the artist wants of them: all to the figure, all open, or each as the cut-out judges it. */
export const ENCLOSED_CHOICES = ['auto', 'filled', 'open'] as const

export type EnclosedChoice = (typeof ENCLOSED_CHOICES)[number]

/** What became of them: all belong to the figure, all are open, or some are and some are not. */
export type EnclosedOutcome = 'filled' | 'open' | 'mixed'
