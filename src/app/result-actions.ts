import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { artistText } from '../contract/artist-text.ts'
import { fileName } from '../download/file-name.ts'
import { saveFile } from '../download/save-file.ts'
import { keptResults } from '../result/kept-results.ts'
import type { KeptResult } from '../result/kept-result.ts'
import { bytesQuery, settleNotKept } from '../result/mesh-query.ts'
import type { ResultItem } from '../result/result-item.ts'
import type { ResultActions } from '../result/result-row.tsx'
import type { Result } from '../result/result.ts'

export interface ResultActing {
  readonly actions: ResultActions
  undoDelete(kept: KeptResult): void
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
  const remove = async ({ kept }: ResultItem) => {
    if (kept && (await change(keptResults.remove([kept.id])))) settleNotKept(kept.id)
  }
  return {
    actions: {
      onShow: ({ result }) => show(result),
      onDownload: (item) => download.mutate(item),
      onStar: ({ kept }, starred) => kept && void change(keptResults.star(kept.id, starred)),
      onDelete: (item) => void remove(item),
    },
    undoDelete: ({ id }) => void change(keptResults.restore([id])),
    saved: download.data ?? null,
    problem,
  }
}
