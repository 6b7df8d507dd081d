import { lazy, useState } from 'react'
import css from './app.module.css'
import { LibraryWay } from './library-way.tsx'
import type { OpenSession as Opened } from './open-session.ts'
import type { KeptResult } from '../result/kept-result.ts'
import { NewImage } from '../session/new-image.tsx'
import type { OpenSessionProps } from '../session/open-session.tsx'
import { SampleBar } from '../session/sample-bar.tsx'
import { useSessionName } from '../session/session-names.ts'
import { UpstreamBadge } from '../session/upstream-badge.tsx'
import { Button } from '../ui/button.tsx'
import type { GivenFile } from '../ui/given-files.ts'
import { Later } from '../ui/later.tsx'
import { MiddleCut } from '../ui/middle-cut.tsx'

const fetchOpenSession = () => import('../session/open-session.tsx')
const OpenSession = lazy(async () => ({ default: (await fetchOpenSession()).OpenSession }))

export interface HeaderProps {
  readonly openSession: Opened
  /** Opens the session of a typed code; rejects with what was in the way. */
  readonly onOpen: (code: string) => Promise<void>
  /** A session that was clicked. */
  readonly onPick: (code: string) => void
  /** A kept mesh that was clicked in the library. */
  readonly onOpenResult: (kept: KeptResult) => void
  /** Name of the mesh file that is being read. */
  readonly reading: string | null
  readonly onFiles: (files: readonly GivenFile[]) => void
}

/** What is open, or on its way. */
function Title({ openSession: { code, opening }, reading }: Pick<HeaderProps, 'openSession' | 'reading'>) {
  const [name, next] = [useSessionName(code), useSessionName(opening ?? code)]
  const coming = opening === null ? reading : next
  return (
    <p className={css.title}>
      <MiddleCut
        text={coming === null ? name : `Opening ${coming}`}
        title={name === code ? code : `${name}, ${code}`}
      />
    </p>
  )
}

/** The way to another session, whose sheet is fetched when the pointer comes near. */
function OpenSessionWay(ways: OpenSessionProps) {
  const [used, setUsed] = useState(false)
  const button = (
    <Button
      look="quiet"
      icon="open"
      aria-haspopup="dialog"
      onPointerEnter={() => void fetchOpenSession().catch(() => {})}
      onClick={() => setUsed(true)}
    >
      Open session
    </Button>
  )
  if (!used) return button
  return (
    <Later meanwhile={button}>
      <OpenSession {...ways} />
    </Later>
  )
}

/** What is open, and every way to something else. */
export const Header = ({ openSession, onOpen, onPick, onOpenResult, reading, onFiles }: HeaderProps) => (
  <header className={css.header}>
    <h1 className={css.wordmark}>
      <img src="/icon.svg" alt="" />
      Plinth
    </h1>
    <Title openSession={openSession} reading={reading} />
    <SampleBar openCode={openSession.code} opening={openSession.opening} onPick={onPick} />
    <div className={css.ways}>
      <UpstreamBadge code={openSession.code} />
      <LibraryWay openSession={openSession} onOpen={onOpen} onPick={onPick} onOpenResult={onOpenResult} />
      <span className={css.openSession}>
        <OpenSessionWay onOpen={onOpen} onPick={onPick} />
      </span>
      <NewImage onFiles={onFiles} />
    </div>
  </header>
)
