import { lazy, Suspense, useState } from 'react'
import type { LibraryDialogProps } from '../library/library-dialog.tsx'
import { Button } from '../ui/button.tsx'

const LibraryDialog = lazy(async () => ({
  default: (await import('../library/library-dialog.tsx')).LibraryDialog,
}))

/** The way to all sessions and kept meshes. */
export function LibraryWay(ways: Omit<LibraryDialogProps, 'onClose'>) {
  const [shown, setShown] = useState(false)
  return (
    <>
      <Button look="quiet" onClick={() => setShown(true)}>
        Library
      </Button>
      {shown ? (
        <Suspense>
          <LibraryDialog {...ways} onClose={() => setShown(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
