import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, type RefObject } from 'react'
import { useRefitRequest, type Refit } from './refit.ts'
import type { Session } from '../contract/session.ts'
import { useDraft, type DraftStore } from '../draft/draft-store.ts'
import { diagnose } from '../glb/diagnose.ts'
import { meshQuery } from '../result/mesh-query.ts'
import { nextStep } from '../result/next-step.ts'
import type { Result } from '../result/result.ts'

interface InSight {
  readonly store: DraftStore
  readonly session: Session | undefined
  readonly result: Result | null
  readonly refit: Refit
}

/** The one thing to do next, which the page marks. */
export function useNextStep({ store, session, result, refit }: InSight): ReturnType<typeof nextStep> {
  const { data: mesh, isError } = useQuery(meshQuery(result))
  const refitted = useRefitRequest(refit) !== null
  const ofDraftSpin = useDraft(store, ({ present, sessionCode }) => {
    const spin = result?.request.selected_spin_index
    return spin === undefined || sessionCode !== result?.sessionCode || spin === present.spinIndex
  })
  if (!result) return nextStep(null)
  const fault = mesh && !result.own ? diagnose(mesh.box, result.request) : null
  return nextStep({ ofDraftSpin, older: session?.enclosed?.meshIsOlder ?? false, unopenable: isError, fault, refitted })
}

const isEditing = (): boolean =>
  document.activeElement?.matches('input, select, textarea, [role=slider], [role=spinbutton]') ?? false

function isInWindow(element: HTMLElement | null): boolean {
  const box = element?.getBoundingClientRect()
  return box !== undefined && box.top >= 0 && box.bottom <= window.innerHeight
}

/** Whether work was waited for on this page whose end was not shown yet. To ask is to show it. */
export function useWaited(busy: boolean): () => boolean {
  const waited = useRef(false)
  useEffect(() => {
    if (busy) waited.current = true
  }, [busy])
  return () => {
    const was = waited.current
    waited.current = false
    return was
  }
}

/** Brings an element into view, once, when work that was waited for on this page ends with a result; not while something is edited. */
export function useBroughtIntoView(
  element: RefObject<HTMLElement | null>,
  busy: boolean,
  version: string | null,
  hasWaited: () => boolean,
): void {
  const ask = useEffectEvent(hasWaited)
  useEffect(() => {
    if (busy || version === null || !ask()) return
    if (!isEditing() && !isInWindow(element.current)) element.current?.scrollIntoView({ block: 'nearest' })
  }, [element, busy, version])
}
