import { lazy, useCallback, useState } from 'react'
import { NotOpenedNotice } from './notices.tsx'
import type { OpenSession } from './open-session.ts'
import { hasEnded } from '../jobs/job.ts'
import { useRunner } from '../jobs/use-job.ts'
import type { LibraryDialogProps } from '../library/library-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { Later } from '../ui/later.tsx'

const LibraryDialog = lazy(async () => ({
  default: (await import('../library/library-dialog.tsx')).LibraryDialog,
}))

interface LibraryWayProps extends Pick<LibraryDialogProps, 'onOpen' | 'onPick' | 'onOpenResult'> {
  readonly openSession: OpenSession
}

/** The way to all sessions and kept meshes. It opens by itself for a link that leads nowhere. */
export function LibraryWay({ openSession, ...ways }: LibraryWayProps) {
  const [pressed, setPressed] = useState(false)
  const { notOpened, closeLibrary } = openSession
  const isLost = notOpened?.byLink ?? false
  const { jobs } = useRunner()
  const isInUse = useCallback(
    (code: string) => {
      const { list, loaded } = jobs.get()
      return !loaded || list.some((job) => job.sessionCode === code && !hasEnded(job))
    },
    [jobs],
  )
  const close = () => {
    setPressed(false)
    closeLibrary()
  }
  return (
    <>
      <Button look="quiet" icon="library" onClick={() => setPressed(true)}>
        Library
      </Button>
      {pressed || isLost ? (
        <Later>
          <LibraryDialog {...ways} isInUse={isInUse} onClose={close}>
            {isLost ? <NotOpenedNotice openSession={openSession} /> : null}
          </LibraryDialog>
        </Later>
      ) : null}
    </>
  )
}
