import css from './app.module.css'
import { NewImage } from '../session/new-image.tsx'
import { OpenSession } from '../session/open-session.tsx'
import { SampleBar } from '../session/sample-bar.tsx'
import { sessionName } from '../session/session-names.ts'
import { UpstreamBadge } from '../session/upstream-badge.tsx'
import type { GivenFile } from '../ui/given-files.ts'

export interface HeaderProps {
  readonly code: string
  /** Opens the session of a typed code; rejects with what was in the way. */
  readonly onOpen: (code: string) => Promise<void>
  /** A session that was clicked. */
  readonly onPick: (code: string) => void
  /** Code of the one that was clicked and has not come yet. */
  readonly opening: string | null
  /** Name of the mesh file that is being read. */
  readonly reading: string | null
  readonly onFiles: (files: readonly GivenFile[]) => void
}

const titleOf = (code: string, opening: string | null): string =>
  opening === null ? sessionName(code) : `Opening ${opening}`

/** What is open, and every way to something else. */
export const Header = ({ code, onOpen, onPick, opening, reading, onFiles }: HeaderProps) => (
  <header className={css.header}>
    <h1 className={css.wordmark}>
      <img src="/icon.svg" alt="" />
      Plinth
    </h1>
    <p className={css.title} title={code}>
      {titleOf(code, opening === null ? reading : sessionName(opening))}
    </p>
    <SampleBar openCode={code} opening={opening} onPick={onPick} />
    <div className={css.ways}>
      <UpstreamBadge code={code} />
      <OpenSession onOpen={onOpen} onPick={onPick} />
      <NewImage onFiles={onFiles} />
    </div>
  </header>
)
