import { useState, type FormEvent } from 'react'
import { IMAGE_ASSET } from '../contract/assets.ts'
import { apiUrl, assetPath } from '../contract/paths.ts'
import { isSampleCode } from '../contract/sample.ts'
import { MAX_NAME_LENGTH } from '../contract/session-name.ts'
import { useSeenCutOut } from '../session/seen-cut-outs.ts'
import { Button } from '../ui/button.tsx'
import field from '../ui/field.module.css'
import { MeshPicture } from '../result/mesh-picture.tsx'
import { MiddleCut } from '../ui/middle-cut.tsx'
import type { Entry } from './entry.ts'
import css from './library.module.css'
import { factsOf } from './words.ts'

function Picture({ entry: { code, session, results } }: { readonly entry: Entry }) {
  const [newest] = results
  if (session?.imageUrl)
    return <img className={css.picture} src={apiUrl(assetPath(code, IMAGE_ASSET))} alt="" draggable={false} />
  return newest ? <MeshPicture kept={newest} className={css.picture} /> : <span className={css.picture} />
}

interface NameFieldProps {
  readonly name: string
  readonly onDone: (name: string | null) => void
}

/** In the place of the name: Enter keeps what was typed, Escape what was there. */
function NameField({ name, onDone }: NameFieldProps) {
  const [text, setText] = useState(name)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onDone(text)
  }
  return (
    <form className={css.nameForm} onSubmit={submit}>
      <input
        className={field.field}
        aria-label="Name"
        value={text}
        maxLength={MAX_NAME_LENGTH}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it takes the place of the button that was just pressed
        autoFocus
        onFocus={(event) => event.target.select()}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          // The dialog stays.
          event.preventDefault()
          onDone(null)
        }}
      />
      <Button type="submit">Save name</Button>
    </form>
  )
}

export interface SessionLineProps {
  readonly entry: Entry
  readonly onOpen: () => void
  readonly onStar: () => void
  readonly onRename: (name: string) => void
  readonly onDelete: () => void
}

/** One session: its picture, its name, and what can be done with it. */
export function SessionLine({ entry, onOpen, onStar, onRename, onDelete }: SessionLineProps) {
  const [naming, setNaming] = useState(false)
  const { name, starred, code, session } = entry
  // [UNSURE-2]
  const isGuess = !useSeenCutOut(code) && (session?.unsure ?? false)
  const finish = (typed: string | null) => {
    setNaming(false)
    if (typed !== null && typed.trim() !== name) onRename(typed.trim())
  }
  return (
    <div className={css.session}>
      <button
        type="button"
        className={css.open}
        aria-label={`Open ${name}${isGuess ? ', check the cut-out' : ''}`}
        title={code}
        onClick={onOpen}
      >
        <Picture entry={entry} />
      </button>
      {naming ? (
        <NameField name={name} onDone={finish} />
      ) : (
        <button type="button" className={css.words} tabIndex={-1} aria-hidden="true" onClick={onOpen}>
          <span className={css.name}>
            <MiddleCut text={name} />
          </span>
          <span className={css.facts}>
            {isGuess ? <span className={css.guess}>⚠ Check the cut-out · </span> : null}
            {factsOf(entry)}
          </span>
        </button>
      )}
      <span className={css.actions}>
        <Button
          look="quiet"
          small
          icon="star"
          className={css.star ?? ''}
          aria-label={`Star ${name}`}
          aria-pressed={starred}
          onClick={onStar}
        />
        {isSampleCode(code) ? null : (
          <Button look="quiet" small icon="rename" aria-label={`Rename ${name}`} onClick={() => setNaming(true)}>
            Rename
          </Button>
        )}
        <Button look="quiet" small icon="delete" aria-label={`Delete ${name}`} onClick={onDelete}>
          Delete
        </Button>
      </span>
    </div>
  )
}
