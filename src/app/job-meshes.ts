import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { refinedSpin } from '../jobs/refined-spin.ts'
import { useRunner } from '../jobs/use-job.ts'
import { isSameMesh } from '../result/kept-result.ts'
import { keptResults } from '../result/kept-results.ts'
import { bytesQuery } from '../result/mesh-query.ts'
import { resultOfJob } from '../result/result.ts'
import { sessionName } from '../session/session-names.ts'

/** Has the mesh of each finished job kept, and lets the next request of its session leave only once it is. */
export function useJobMeshes(): void {
  const client = useQueryClient()
  const runner = useRunner()
  useEffect(
    () =>
      runner.collectBy(async (job, session) => {
        const result = resultOfJob(session, job, sessionName(session.code), refinedSpin(runner.jobs.get().list, job))
        // Without a GLB there is nothing to keep.
        if (!result?.formats.includes('glb')) return
        // What this page alone holds is lost with it, so the upstream's own is not replaced unasked.
        const isKept = async () =>
          (await keptResults.listAll(session.code)).some((kept) => isSameMesh(kept, result) && !kept.pageOnly)
        if (await isKept()) return
        await client.fetchQuery(bytesQuery(result))
        if (!(await isKept())) throw new Error('The mesh is not kept.')
      }),
    [client, runner],
  )
}
