import { keepAgain, notKept, type NotKept } from './mesh-query.ts'
import { resultName } from './result-title.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { useStore } from '../ui/store.ts'

/** What can be done about the mesh that came last. */
function nextOf(last: NotKept): string {
  switch (last.is) {
    case 'full':
      return `Its space is full. Only ${starredText(last.starred)}, used longest ago, could make room.`
    case 'too large':
      return 'It is larger than all that is kept there. Download it now.'
    case 'failed':
      return 'The browser’s storage is full or refused it. Download it now, or make room on this disk and try again.'
  }
}

const starredText = ({ length }: readonly string[]): string =>
  length === 1 ? 'a starred result' : `${length} starred results`

function whatOf(last: NotKept, others: number): string {
  const more = others === 0 ? '' : ` and ${others} more`
  return `${resultName(last.result)}${more} ${others === 0 ? 'is' : 'are'} not kept in this browser, only until you leave this page.`
}

/** Meshes that this page alone holds, and what can be done about that. */
export function NotKeptNotice() {
  const problems = useStore(notKept, (current) => current)
  const last = problems.at(-1)
  if (!last) return null
  return (
    <Notice tone="warn" what={whatOf(last, problems.length - 1)} next={nextOf(last)}>
      {last.is === 'full' ? (
        <Button onClick={() => void keepAgain([last], { evenStarred: true })}>
          {`Remove ${starredText(last.starred)}`}
        </Button>
      ) : null}
      {last.is === 'failed' ? <Button onClick={() => void keepAgain(problems)}>Try again</Button> : null}
      <Button onClick={() => notKept.set([])}>Dismiss</Button>
    </Notice>
  )
}
