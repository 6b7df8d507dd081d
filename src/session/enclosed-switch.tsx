import { useMutation, useQueryClient } from '@tanstack/react-query'
import { artistText } from '../contract/artist-text.ts'
import type { EnclosedAreas, EnclosedChoice } from '../contract/enclosed-areas.ts'
import type { Session } from '../contract/session.ts'
import { Notice } from '../ui/notice.tsx'
import { Segments } from '../ui/segments.tsx'
import css from './enclosed-switch.module.css'
import { sessionQuery } from './queries.ts'
import { chooseEnclosed } from './session-api.ts'

const TITLES = {
  auto: 'As found in the picture: some filled, some open',
  filled: 'What the outline encloses is solid: eyes, a drawn belly',
  open: 'You see through what the outline encloses: a ring, a handle',
} as const

/** Where the picture was understood as one or the other, there are only these two; else also what it was understood as. */
const optionsFor = ({ found }: EnclosedAreas) => [
  ...(found === 'mixed' ? [{ value: 'auto' as const, name: 'As found', title: TITLES.auto }] : []),
  { value: 'filled' as const, name: 'Filled', title: TITLES.filled },
  { value: 'open' as const, name: 'Open', title: TITLES.open },
]

const inForce = (choice: EnclosedChoice, found: EnclosedAreas['found']): EnclosedChoice =>
  choice === 'auto' && found !== 'mixed' ? found : choice

export interface EnclosedSwitchProps {
  readonly session: Session
  readonly enclosed: EnclosedAreas
  /** A mesh is being made of the spins as they are. */
  readonly busy: boolean
}

/** Whether the areas that the figure encloses belong to it. Another choice makes the spins again at once. */
export function EnclosedSwitch({ session: { code }, enclosed, busy }: EnclosedSwitchProps) {
  const client = useQueryClient()
  const { mutate, isPending, variables, error } = useMutation({
    networkMode: 'always',
    // One after the other, so that the last choice is the one that stays.
    scope: { id: `enclosed ${code}` },
    mutationFn: (choice: EnclosedChoice) => chooseEnclosed(code, choice),
    onSuccess: (session) => {
      const { queryKey } = sessionQuery(code)
      return client.cancelQueries({ queryKey }).then(() => client.setQueryData(queryKey, session))
    },
  })
  const choice = isPending ? variables : enclosed.choice
  const title = busy ? { title: 'Wait until the mesh is done' } : {}
  return (
    <div className={css.row}>
      <span className={css.name} aria-hidden="true">
        Enclosed areas
      </span>
      <Segments
        name="Enclosed areas"
        value={inForce(choice, enclosed.found)}
        options={optionsFor(enclosed).map((option) => Object.assign(option, { disabled: busy }, title))}
        onChange={mutate}
      />
      {error ? (
        <div className={css.error}>
          <Notice tone="bad" {...artistText(error)} />
        </div>
      ) : null}
    </div>
  )
}
