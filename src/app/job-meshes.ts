import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useRunner } from '../jobs/use-job.ts'
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
        await client.fetchQuery(meshQuery(result))
        if (result && !(await keptResults.bytesOf(result))) throw new Error('The mesh is not kept.')
      }),
    [client, runner],
  )
}
