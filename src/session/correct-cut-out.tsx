import { useMutation } from '@tanstack/react-query'
import { readAnswer } from '../contract/answer.ts'
import { artistText } from '../contract/artist-text.ts'
import { IMAGE_ASSET } from '../contract/assets.ts'
import { apiUrl, assetPath } from '../contract/paths.ts'
import css from './enclosed-switch.module.css'
import { sessionName } from './session-names.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

export interface CorrectCutOutProps {
  readonly code: string
  /** What the button says. */
  readonly children: string
  /** Shows the cut-out of the session's picture. */
  readonly onPicture: (picture: File, name: string) => Promise<void>
}

async function fetchPicture(code: string): Promise<File> {
  const response = await fetch(apiUrl(assetPath(code, IMAGE_ASSET)))
  if (!response.ok) await readAnswer(response)
  const picture = await response.blob()
  return new File([picture], sessionName(code), { type: picture.type })
}

/** Opens a session's picture to correct what was cut out of it. */
export function CorrectCutOut({ code, children, onPicture }: CorrectCutOutProps) {
  const { mutate, isPending, error } = useMutation({
    networkMode: 'always',
    mutationFn: async () => onPicture(await fetchPicture(code), sessionName(code)),
  })
  return (
    <div className={css.row}>
      <Button
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
