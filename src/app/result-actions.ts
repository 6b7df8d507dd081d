import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { artistText } from '../contract/artist-text.ts'
import { fileName } from '../download/file-name.ts'
import { saveFile } from '../download/save-file.ts'
import { keptResults, UNDO_DELETE_MS } from '../result/kept-results.ts'
import { bytesQuery } from '../result/mesh-query.ts'
import type { ResultItem } from '../result/result-item.ts'
import { resultName } from '../result/result-title.ts'
import type { ResultActions } from '../result/result-row.tsx'
import type { Result } from '../result/result.ts'

export interface ResultActing {
  readonly actions: ResultActions
  /** The mesh that was deleted last. */
  readonly deleted: { readonly id: string; readonly sessionCode: string; readonly name: string } | null
  undoDelete(): void
  /** Name of the file that was saved last. */
  readonly saved: string | null
  /** What went wrong last, in words for the artist. */
  readonly problem: { readonly what: string; readonly next: string } | null
}

const STORAGE_FAILED = {
  what: 'The browser’s storage refused the change.',
  next: 'Nothing was changed. Make room on this disk, or reload the page.',
}

/** What can be done with the kept meshes of a session. `show` stages one, with its spin. */
export function useResultActions(show: (result: Result) => void): ResultActing {
  const client = useQueryClient()
  const [deleted, setDeleted] = useState<ResultActing['deleted']>(null)
  const [problem, setProblem] = useState<ResultActing['problem']>(null)
  const download = useMutation({
    mutationFn: async ({ result, kept }: ResultItem) => {
      const bytes = await client.fetchQuery(bytesQuery(result))
      const name = fileName(result, kept?.sizeMetres ?? null, 'glb')
      saveFile(new Blob([bytes], { type: 'model/gltf-binary' }), name)
      return name
    },
    onMutate: () => setProblem(null),
    onError: (error) => setProblem(artistText(error)),
    networkMode: 'always',
    retry: false,
  })
  const change = async (changing: Promise<void>): Promise<boolean> => {
    try {
      await changing
      setProblem(null)
      return true
    } catch {
      setProblem(STORAGE_FAILED)
      return false
    }
  }
  const remove = async ({ result, kept }: ResultItem) => {
    if (!kept || !(await change(keptResults.remove(kept.id)))) return
    setDeleted({ id: kept.id, sessionCode: kept.sessionCode, name: resultName(result) })
    setTimeout(() => {
      void keptResults.sweep().catch(() => {})
      setDeleted((last) => (last?.id === kept.id ? null : last))
    }, UNDO_DELETE_MS + 1000)
  }
  const undoDelete = async () => {
    if (deleted && (await change(keptResults.restore(deleted.id)))) setDeleted(null)
  }
  return {
    actions: {
      onShow: ({ result }) => show(result),
      onDownload: (item) => download.mutate(item),
      onStar: ({ kept }, starred) => kept && void change(keptResults.star(kept.id, starred)),
      onDelete: (item) => void remove(item),
    },
    deleted,
    undoDelete: () => void undoDelete(),
    saved: download.data ?? null,
    problem,
  }
}
