import { useMutation } from '@tanstack/react-query'
import { readAnswer } from '../contract/answer.ts'
import { artistText } from '../contract/artist-text.ts'
import { IMAGE_ASSET } from '../contract/assets.ts'
import { apiUrl, assetPath } from '../contract/paths.ts'
import css from './enclosed-switch.module.css'
import { sessionName } from './session-names.ts'
import { choiceOfSpins, type EnclosedChoice } from '../contract/enclosed-areas.ts'
import type { Session } from '../contract/session.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

/** Of the session whose cut-out is corrected. */
export interface CorrectedSession {
  readonly name: string
  /** With what choice its spins' subject was cut out. */
  readonly enclosed: EnclosedChoice
}

export interface CorrectCutOutProps {
  readonly session: Pick<Session, 'code' | 'enclosed'>
  /** What the button says. */
  readonly children: string
  /** Shows the cut-out of the session's picture. */
  readonly onPicture: (picture: File, of: CorrectedSession) => Promise<void>
}

async function fetchPicture(code: string): Promise<File> {
  const response = await fetch(apiUrl(assetPath(code, IMAGE_ASSET)))
  if (!response.ok) await readAnswer(response)
  const picture = await response.blob()
  return new File([picture], sessionName(code), { type: picture.type })
}

/** Opens a session's picture to correct what was cut out of it. */
export function CorrectCutOut({ session: { code, enclosed }, children, onPicture }: CorrectCutOutProps) {
  const { mutate, isPending, error } = useMutation({
    networkMode: 'always',
    mutationFn: async () =>
      onPicture(await fetchPicture(code), { name: sessionName(code), enclosed: choiceOfSpins(enclosed?.made) }),
  })
  return (
    <div className={css.row}>
      <Button
        small
        title="Shows what was cut out of the picture. Corrected, it makes new spins; these stay"
        aria-disabled={isPending}
        onClick={() => isPending || mutate()}
      >
        {children}
      </Button>
      {error ? (
        <div className={css.error}>
          <Notice tone="bad" {...artistText(error)} />
        </div>
      ) : null}
    </div>
  )
}
