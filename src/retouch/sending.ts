import { createStore, type Store } from '../ui/store.ts'
import type { Desk } from './desk.ts'
import { planOf, type Plan, type PlanOf } from './plan.ts'

export type Sending =
  | { readonly is: 'not yet' }
  /** The cut-out, or the file with it, is being made. */
  | { readonly is: 'under way' }
  | { readonly is: 'failed'; readonly reason: string }
  | { readonly is: 'sent' }

export interface Sender {
  readonly state: Pick<Store<Sending>, 'get' | 'subscribe'>
  /** "Make spins": sends at once, or as soon as there is something to send. */
  make(of: PlanOf): void
  /** Sends the file as it was given, whatever else is under way. */
  asItIs(): void
}

/**
 * Sends a desk's picture once, however often it is pressed.
 * @param onSend `seen` tells whether its cut-out was there to look at
 */
export function createSender(desk: Desk, onSend: (picture: File, seen: boolean) => void): Sender {
  const state = createStore<Sending>({ is: 'not yet' })
  const isSent = () => state.get().is === 'sent'
  const send = (picture: File) => {
    if (isSent()) return
    state.set({ is: 'sent' })
    onSend(picture, desk.state.get().cutOut.is === 'made')
  }
  const compose = async (of: PlanOf) => {
    try {
      send(await desk.compose({ keepHidden: of.local }))
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      if (!isSent()) state.set({ is: 'failed', reason })
    }
  }
  const follow = (plan: Plan, of: PlanOf) => {
    if (plan === 'as it is') send(desk.file)
    else if (plan === 'with alpha') void compose(of)
    // It waited for a cut-out and none came, of which the desk has told.
    else if (plan === 'nothing') state.set({ is: 'not yet' })
  }
  const whenCutOut = (of: PlanOf) => {
    const leave = desk.state.subscribe(() => {
      const plan = planOf(desk.state.get(), of)
      if (plan === 'with alpha, once cut out') return
      leave()
      if (!isSent()) follow(plan, of)
    })
  }
  return {
    state,
    make(of) {
      const plan = planOf(desk.state.get(), of)
      const { is } = state.get()
      if (plan === 'nothing' || is === 'under way' || is === 'sent') return
      if (plan !== 'as it is') state.set({ is: 'under way' })
      if (plan === 'with alpha, once cut out') whenCutOut(of)
      else follow(plan, of)
    },
    asItIs: () => send(desk.file),
  }
}
