import { Button } from '../ui/button.tsx'
import type { SessionJob } from './job.ts'
import styles from './queue-list.module.css'

export interface QueueListProps {
  /** What waits, the next one first. */
  readonly queue: readonly SessionJob[]
  readonly onSooner: (id: string) => void
  readonly onRemove: (id: string) => void
  /** Sends a request that is held. */
  readonly onSend: (id: string) => void
}

/** `Spin 3`, or what else a request is for. */
const nameOf = ({ kind, request }: SessionJob): string => {
  if (kind === 'refine') return 'Refined mesh'
  const spin = 'selected_spin_index' in request ? request.selected_spin_index : undefined
  return spin === undefined ? 'Preview' : `Spin ${spin + 1}`
}

/** The requests that wait behind the one under way. None of them has cost anything yet. */
export function QueueList({ queue, onSooner, onRemove, onSend }: QueueListProps) {
  if (queue.length === 0) return null
  return (
    <section className={styles.queue} aria-labelledby="queue-title">
      <h3 className={styles.title} id="queue-title">
        {queue.length === 1 ? '1 request waits' : `${queue.length} requests wait`}
      </h3>
      <ol className={styles.list}>
        {queue.map((job, index) => {
          const name = nameOf(job)
          const held = job.state.is === 'queued' ? job.state.held : null
          return (
            <li key={job.id} className={styles.entry}>
              <span className={styles.name}>{name}</span>
              {held ? <span className={styles.reason}>{held.reason}</span> : null}
              <span className={styles.actions}>
                {held ? (
                  <Button small onClick={() => onSend(job.id)}>
                    Send now
                  </Button>
                ) : null}
                {index > 0 ? (
                  <Button look="quiet" small aria-label={`Move ${name} up`} onClick={() => onSooner(job.id)}>
                    Move up
                  </Button>
                ) : null}
                <Button
                  look="quiet"
                  small
                  aria-label={`Remove ${name} from the queue`}
                  onClick={() => onRemove(job.id)}
                >
                  Remove
                </Button>
              </span>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
