import { useQuery } from '@tanstack/react-query'
import { lazy, useState } from 'react'
import { linkOf } from './link.ts'
import { isSampleCode } from '../contract/sample.ts'
import type { Session } from '../contract/session.ts'
import css from '../draft/draft-bar.module.css'
import { DraftBar } from '../draft/draft-bar.tsx'
import { draftRequest } from '../draft/draft-request.ts'
import { useDraft, type DraftStore } from '../draft/draft-store.ts'
import { scaleOf } from '../draft/history.ts'
import { upstreamQuery } from '../session/queries.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Later } from '../ui/later.tsx'

/** Not needed at first, so fetched when it is. */
const RequestCodeDialog = lazy(async () => ({
  default: (await import('../draft/request-code-dialog.tsx')).RequestCodeDialog,
}))

const CSM_URL = 'https://api.csm.ai'

function RequestCode({
  store,
  session,
  onClose,
}: {
  readonly store: DraftStore
  readonly session: Session
  readonly onClose: () => void
}) {
  const { data: upstream } = useQuery(upstreamQuery())
  const history = useDraft(store, (state) => state)
  const isServedHere = upstream?.upstream !== 'csm' || isSampleCode(session.code)
  return (
    <RequestCodeDialog
      baseUrl={isServedHere ? `${location.origin}/api` : CSM_URL}
      sessionCode={session.code}
      draftRequest={draftRequest(history.present, session.spins, scaleOf(history))}
      onClose={onClose}
    />
  )
}

export interface BarProps {
  readonly store: DraftStore
  readonly session: Session | undefined
  readonly onShortcuts: () => void
}

/** What can be done with the draft as a whole: undo, link, code, keys. */
export function Bar({ store, session, onShortcuts }: BarProps) {
  const [isCodeShown, setCodeShown] = useState(false)
  return (
    <div className={css.whole}>
      <DraftBar store={store} />
      <span className={css.ways}>
        <CopyButton
          look="quiet"
          small
          icon="link"
          title="A link that reopens this session with these settings"
          text={() => linkOf(store, location.href)}
        >
          Copy link
        </CopyButton>
        <Button
          look="quiet"
          small
          title="The request as JSON, curl, Python and Node.js"
          disabled={!session}
          onClick={() => setCodeShown(true)}
        >
          Code
        </Button>
        <Button look="quiet" small icon="keys" aria-label="Keys" title="All keys (?)" onClick={onShortcuts} />
      </span>
      {isCodeShown && session ? (
        <Later>
          <RequestCode store={store} session={session} onClose={() => setCodeShown(false)} />
        </Later>
      ) : null}
    </div>
  )
}
