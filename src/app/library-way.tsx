import { lazy, useCallback, useState } from 'react'
import { hasEnded } from '../jobs/job.ts'
import { useRunner } from '../jobs/use-job.ts'
import type { LibraryDialogProps } from '../library/library-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { Later } from '../ui/later.tsx'

const LibraryDialog = lazy(async () => ({
  default: (await import('../library/library-dialog.tsx')).LibraryDialog,
}))

/** The way to all sessions and kept meshes. */
export function LibraryWay(ways: Omit<LibraryDialogProps, 'onClose' | 'isInUse'>) {
  const [shown, setShown] = useState(false)
  const { jobs } = useRunner()
  const isInUse = useCallback(
    (code: string) => {
      const { list, loaded } = jobs.get()
      return !loaded || list.some((job) => job.sessionCode === code && !hasEnded(job))
    },
    [jobs],
  )
  return (
    <>
      <Button look="quiet" onClick={() => setShown(true)}>
        Library
      </Button>
      {shown ? (
        <Later>
          <LibraryDialog {...ways} isInUse={isInUse} onClose={() => setShown(false)} />
        </Later>
      ) : null}
    </>
  )
}
