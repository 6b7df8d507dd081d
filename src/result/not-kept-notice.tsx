import { keepMesh, notKept } from './mesh-query.ts'
import { resultName } from './result-title.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { useStore } from '../ui/store.ts'

/** A mesh that is on screen and not kept, and what can be done about that. */
export function NotKeptNotice() {
  const problem = useStore(notKept, (current) => current)
  if (!problem) return null
  const dismiss = <Button onClick={() => notKept.set(null)}>Dismiss</Button>
  const what = `${resultName(problem.result)} is not kept in this browser.`
  switch (problem.is) {
    case 'full': {
      const { result, bytes, starred } = problem
      const count = starred.length === 1 ? 'a starred result' : `${starred.length} starred results`
      return (
        <Notice tone="warn" what={what} next={`Its space is full. Only ${count}, used longest ago, could make room.`}>
          <Button onClick={() => void keepMesh(result, bytes, { evenStarred: true })}>{`Remove ${count}`}</Button>
          {dismiss}
        </Notice>
      )
    }
    case 'too large':
      return (
        <Notice tone="warn" what={what} next="It is larger than all that is kept there. Download it now.">
          {dismiss}
        </Notice>
      )
    case 'failed':
      return (
        <Notice
          tone="warn"
          what={what}
          next="The browser’s storage is full or refused it. Download it now, or make room on this disk."
        >
          {dismiss}
        </Notice>
      )
  }
}
