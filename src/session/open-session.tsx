import { useQuery } from '@tanstack/react-query'
import { Popover } from 'radix-ui'
import { useId, useState, type FormEvent } from 'react'
import { IMAGE_ASSET } from '../contract/assets.ts'
import { artistText } from '../contract/artist-text.ts'
import type { Session } from '../contract/session.ts'
import { apiUrl, assetPath } from '../contract/paths.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { MiddleCut } from '../ui/middle-cut.tsx'
import { codeIn } from './code-or-link.ts'
import css from './open-session.module.css'
import { recentQuery } from './queries.ts'
import { useSessionName } from './session-names.ts'

/** A session's status in an artist's words: `Mesh ready`. */
function stateOf({ phase, status }: Session): string {
  if (phase.work === 'unknown') return status || 'In progress'
  const work = { spins: 'Spins', preview: 'Mesh', refine: 'Refined mesh' }[phase.work]
  return { going: `${work} in progress`, done: `${work} ready`, failed: `${work} failed` }[phase.state]
}

const Name = ({ code }: { readonly code: string }) => <MiddleCut text={useSessionName(code)} />

function Recent({ onPick }: { readonly onPick: (code: string) => void }) {
  const { data, error, isPending } = useQuery({ ...recentQuery(), refetchOnMount: 'always' })
  if (error && !data) return <Notice tone="warn" {...artistText(error)} />
  if (isPending) return <p className={css.quiet}>Loading the recent sessions</p>
  if (!data || data.length === 0)
    return <p className={css.quiet}>You have no sessions yet. Add an image to make one.</p>
  return (
    <ul className={css.list}>
      {data.map((session) => (
        <li key={session.code}>
          <button type="button" className={css.entry} onClick={() => onPick(session.code)}>
            {session.imageUrl ? (
              <img className={css.picture} src={apiUrl(assetPath(session.code, IMAGE_ASSET))} alt="" loading="lazy" />
            ) : (
              <span className={css.picture} />
            )}
            <span className={css.words}>
              <span className={css.name}>
                <Name code={session.code} />
              </span>
              <span className={css.state}>{stateOf(session)}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

const CODE_PROBLEM =
  'A session code has only letters, digits, _ and -, for example SESSION_1689231769_1234567. A link has session= in it.'

export interface OpenSessionProps {
  /** Resolves when the session is open; rejects with the reason when it cannot be opened. */
  readonly onOpen: (code: string) => Promise<void>
  /** A recent session was clicked. */
  readonly onPick: (code: string) => void
}

/** A field for the code of a session or a link to one. */
export function ByCode({ onOpen, onOpened }: Pick<OpenSessionProps, 'onOpen'> & { readonly onOpened: () => void }) {
  const id = useId()
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<{ what: string; next: string } | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const code = codeIn(text)
    if (busy) return
    if (code === null) {
      const what = text.trim() ? 'That isn’t a session code or link.' : 'Type the code of a session, or paste a link.'
      setProblem({ what, next: CODE_PROBLEM })
      return
    }
    setBusy(true)
    setProblem(null)
    try {
      await onOpen(code)
      onOpened()
    } catch (error) {
      setProblem(artistText(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className={css.form} onSubmit={(event) => void submit(event)} noValidate>
      <label className={css.label} htmlFor={id}>
        Session code or link
      </label>
      <span className={css.line}>
        <input
          id={id}
          className={css.input}
          value={text}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          aria-invalid={problem !== null}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="submit" aria-disabled={busy}>
          {busy ? 'Opening' : 'Open'}
        </Button>
      </span>
      {problem ? <Notice tone="bad" {...problem} /> : null}
    </form>
  )
}

/** Opens a session by its code, or one of the most recent: open as it comes, since its first opening is what fetches it. */
export function OpenSession({ onOpen, onPick }: OpenSessionProps) {
  const [shown, setShown] = useState(true)
  const close = () => setShown(false)
  return (
    <Popover.Root open={shown} onOpenChange={setShown}>
      <Popover.Trigger asChild>
        <Button look="quiet" icon="open">
          Open session
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={css.panel}
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label="Open session"
        >
          <ByCode onOpen={onOpen} onOpened={close} />
          <h2 className={css.label}>Recent</h2>
          <Recent
            onPick={(code) => {
              close()
              onPick(code)
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
