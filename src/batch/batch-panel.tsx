import { useId, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { MiddleCut } from '../ui/middle-cut.tsx'
import { Notice } from '../ui/notice.tsx'
import { batchTitle, counted, isRunning, unagreed, type BatchPicture } from './batch.ts'
import css from './batch.module.css'
import { unsentNames } from './unsent.ts'
import { useBatch, type BatchParts, type Outcome } from './use-batch.ts'

export interface BatchPanelProps extends BatchParts {
  readonly onOpen: (code: string) => void
}

/** What a reload has left unsent, until it is dismissed. */
function UnsentNotice() {
  const [names, setNames] = useState(unsentNames)
  if (names.length === 0) return null
  return (
    <Notice
      tone="warn"
      what={`Not sent before the page was reloaded: ${names.join(', ')}.`}
      next="Drop them here again to send them."
    >
      <Button onClick={() => setNames([])}>Dismiss</Button>
    </Notice>
  )
}

const wordsOf = ({ place }: BatchPicture, outcome: Outcome | null): string => {
  switch (place.is) {
    case 'waiting':
      return 'Waiting'
    case 'sending':
      return outcome?.is === 'held' ? 'On hold' : 'Sending…'
    case 'sent':
      return 'Sent'
    case 'refused':
      return `Not sent. ${place.reason}`
  }
}

interface RowProps {
  readonly picture: BatchPicture
  readonly outcome: Outcome | null
  readonly onOpen: (code: string) => void
  readonly onTakeOut: () => void
}

function Row({ picture, outcome, onOpen, onTakeOut }: RowProps) {
  const { name, place } = picture
  return (
    <li className={css.row} data-is={place.is}>
      <span className={css.name}>
        <MiddleCut text={name} />
      </span>
      <span className={css.state}>{wordsOf(picture, outcome)}</span>
      {place.is === 'waiting' ? (
        <Button look="quiet" small aria-label={`Take out ${name}`} onClick={onTakeOut}>
          Take out
        </Button>
      ) : null}
      {place.is === 'sent' ? (
        <Button look="quiet" small aria-label={`Open ${name}`} onClick={() => onOpen(place.code)}>
          Open
        </Button>
      ) : null}
    </li>
  )
}

/** Pictures that were given together, each on its way to becoming a session. */
export function BatchPanel({ onOpen, ...parts }: BatchPanelProps) {
  const title = useId()
  const { batch, act } = useBatch(parts)
  const toAgree = unagreed(batch, parts.free).length
  const waiting = batch.filter(({ place }) => place.is === 'waiting').length
  const running = isRunning(batch)
  const asks = toAgree > 0
  return (
    <>
      <UnsentNotice />
      {batch.length === 0 ? null : (
        <section className={css.panel} aria-labelledby={title}>
          <output id={title} className={css.title}>
            {asks ? `${counted(toAgree)} to send` : batchTitle(batch)}
          </output>
          {asks ? <p className={css.note}>Each becomes a session of its own, which may cost credits.</p> : null}
          <ol className={css.list}>
            {batch.map((picture) => (
              <Row
                key={picture.id}
                picture={picture}
                outcome={picture.place.is === 'sending' ? parts.outcomeOf(picture.place.uploadId) : null}
                onOpen={onOpen}
                onTakeOut={() => act({ do: 'take out', id: picture.id })}
              />
            ))}
          </ol>
          <div className={css.actions}>
            {asks ? (
              <Button look="main" onClick={() => act({ do: 'agree' })}>
                {toAgree === 1 ? 'Send it' : `Send all ${toAgree}`}
              </Button>
            ) : null}
            {waiting > 1 || asks ? (
              <Button onClick={() => act({ do: 'take out', id: null })}>Take out all that wait</Button>
            ) : null}
            {running ? null : <Button onClick={() => act({ do: 'clear' })}>Dismiss</Button>}
          </div>
        </section>
      )}
    </>
  )
}
