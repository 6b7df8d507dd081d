import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useRunner } from '../jobs/use-job.ts'
import { isSameMesh } from '../result/kept-result.ts'
import { keptResults } from '../result/kept-results.ts'
import { meshQuery } from '../result/mesh-query.ts'
import { resultOfJob } from '../result/result.ts'
import { sessionName } from '../session/session-names.ts'

/** Lets the next request of a session leave only once the mesh before it is kept, and can be opened. */
export function useJobMeshes(): void {
  const client = useQueryClient()
  const runner = useRunner()
  useEffect(
    () =>
      runner.collectBy(async (job, session) => {
        const result = resultOfJob(session, job, sessionName(session.code))
        // Without a GLB there is nothing to keep.
        if (!result?.formats.includes('glb')) return
        const isKnown = async () => (await keptResults.listAll(session.code)).some((kept) => isSameMesh(kept, result))
        if (await isKnown()) return
        await client.fetchQuery(meshQuery(result))
        if (!(await isKnown())) throw new Error('The mesh is not kept.')
      }),
    [client, runner],
  )
}
