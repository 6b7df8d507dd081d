import css from './app.module.css'
import { NewImage } from './session/new-image.tsx'
import { OpenSession } from './session/open-session.tsx'
import { SampleBar } from './session/sample-bar.tsx'
import { sessionName } from './session/session-names.ts'
import { UpstreamBadge } from './session/upstream-badge.tsx'

export interface HeaderProps {
  readonly code: string
  readonly onOpen: (code: string) => Promise<void>
  readonly onFile: (file: File) => void
}

/** What is open, and every way to something else. */
export const Header = ({ code, onOpen, onFile }: HeaderProps) => (
  <header className={css.header}>
    <h1 className={css.wordmark}>
      <img src="/icon.svg" alt="" />
      Plinth
    </h1>
    <p className={css.title} title={code}>
      {sessionName(code)}
    </p>
    <SampleBar openCode={code} onOpen={(sample) => void onOpen(sample).catch(() => {})} />
    <div className={css.ways}>
      <UpstreamBadge code={code} />
      <OpenSession onOpen={onOpen} />
      <NewImage onFile={onFile} />
    </div>
  </header>
)
