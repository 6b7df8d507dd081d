import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { bytesQuery } from '../../src/result/mesh-query.ts'
import type { Result } from '../../src/result/result.ts'
import { jsonGlb } from '../fixtures/glb-json.ts'
import { serve } from '../fixtures/served-page.tsx'

it('a mesh that was cut off on its way is fetched again when it is opened again, one that came whole is not', async () => {
  const whole = jsonGlb({ asset: { version: '2.0' } })
  const answers = [whole.slice(0, 12), whole]
  const { arrived } = await serve((_request, response) => void response.end(answers[arrived.length - 1]))
  const result: Result = { sessionCode: 'S', kind: 'preview', request: {}, formats: ['glb'], version: 'v', name: 'S' }
  const client = new QueryClient()
  // The page holds on to what has just come until it is kept.
  const leave = new QueryObserver(client, bytesQuery(result)).subscribe(() => {})
  const open = () => client.fetchQuery(bytesQuery(result))
  expect((await open()).length).toBe(12)
  expect(new Uint8Array(await open())).toEqual(whole)
  expect(new Uint8Array(await open())).toEqual(whole)
  expect(arrived).toHaveLength(2)
  leave()
  client.clear()
})
