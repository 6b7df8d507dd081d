import type { QueryClient } from '@tanstack/react-query'
import { readAnswer } from '../contract/answer.ts'
import { earlyCopy, forgetEarly } from '../contract/early-answers.ts'
import { UPSTREAM_PATH, sessionPath } from '../contract/paths.ts'
import { sessionOf } from './heard.ts'
import { sessionQuery, upstreamQuery } from './queries.ts'
import { readUpstreamName } from './session-api.ts'
import { hearSessionNames } from './session-names.ts'

/** An answer that is no good stays for the query, which asks again and says what is wrong. */
async function hear<T>(path: string, read: (data: unknown) => T): Promise<T | undefined> {
  const data = await earlyCopy(path)?.then(readAnswer)
  if (data === undefined) return undefined
  const value = read(data)
  forgetEarly(path)
  return value
}

/** Lets the page's first draw find what was asked early: resolves when both answers are there, good or not. */
export async function hearEarly(client: QueryClient, code: string): Promise<void> {
  await Promise.allSettled([
    hear(sessionPath(code), (data) => {
      const session = sessionOf(data, code)
      hearSessionNames([session])
      client.setQueryData(sessionQuery(code).queryKey, session)
    }),
    hear(UPSTREAM_PATH, (data) => client.setQueryData(upstreamQuery().queryKey, readUpstreamName(data))),
  ])
}
