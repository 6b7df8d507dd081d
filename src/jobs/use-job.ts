import { useMutation } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import type { PreviewRequest } from '../contract/preview-request.ts'
import type { Session } from '../contract/session.ts'
import type { BoardView, JobBoard } from './job-board.ts'
import type { Job } from './job.ts'

export const useBoard = (board: JobBoard): BoardView => useSyncExternalStore(board.subscribe, board.get)

/** Shows the board each new answer of the session that is open. */
export function useFollowing(board: JobBoard, session: Session | undefined, answeredAt: number): void {
  useEffect(() => {
    if (session) board.observe(session)
  }, [board, session, answeredAt])
}

/** Submits an intent: the one mutation, which nothing repeats by itself. */
export function useSubmit(board: JobBoard): (session: Session, request: PreviewRequest) => void {
  const { mutate } = useMutation({ mutationFn: (job: Job) => board.send(job), retry: false, networkMode: 'always' })
  return (session, request) => {
    const job = board.intend(session, request)
    if (job) mutate(job)
  }
}
