import { lazy, useMemo, useRef, useState } from 'react'
import css from './app.module.css'
import { useChecking } from './checking.ts'
import { CutOutTools } from './cut-out-tools.tsx'
import { useFourSpins } from './four-spins.ts'
import { focusAsPressed, useGenerate } from './generate.tsx'
import { Header } from './header.tsx'
import { usePageKeys } from './keys.ts'
import { Notices } from './notices.tsx'
import { useLeaveLink, useOpenSession } from './open-session.ts'
import { OtherJobs } from './other-jobs.tsx'
import { useOwnFile } from './own-file.ts'
import { usePresent } from './present.ts'
import { SessionPanel } from './session-panel.tsx'
import { useCompared, useItems } from './results.ts'
import { useSessionWork } from './session-work.ts'
import { StageArea } from './stage-area.tsx'
import { subjectOf } from './subject.ts'
import { useThumbnails } from './thumbnails.ts'
import { hasUnsent } from '../batch/unsent.ts'
import type { PreviewRequest } from '../contract/preview-request.ts'
import type { Session } from '../contract/session.ts'
import { useDraft } from '../draft/draft-store.ts'
import { chooseMesh } from '../intake/choose-mesh.ts'
import { hintsLeft } from '../hints/first-minute.ts'
import type { CorrectedSession } from '../session/correct-cut-out.tsx'
import { pictureName } from '../session/picture-file.ts'
import { rememberSeenCutOut } from '../session/seen-cut-outs.ts'
import { SpinWall } from '../session/spin-wall.tsx'
import type { PhotoCamera } from '../stage/photographer.tsx'
import type { GivenFile } from '../ui/given-files.ts'
import { useKeptFocus } from '../ui/kept-focus.ts'
import { Later } from '../ui/later.tsx'
import { createStore } from '../ui/store.ts'
import type { KeptResult } from '../result/kept-result.ts'
import type { Result } from '../result/result.ts'
import { createViewer } from '../viewer/viewer.ts'

/** Not needed at first, so fetched when they are. */
const CutOut = lazy(async () => ({ default: (await import('../retouch/cut-out.tsx')).CutOut }))
const OwnFilePanel = lazy(async () => ({ default: (await import('./own-file-panel.tsx')).OwnFilePanel }))
const BatchPanel = lazy(async () => ({ default: (await import('../batch/batch-panel.tsx')).BatchPanel }))
const FirstHints = lazy(async () => {
  // They come after all that the page itself needs; where they cannot be had, nothing is missed.
  await new Promise<void>((resolve) =>
    'requestIdleCallback' in window ? requestIdleCallback(() => resolve(), { timeout: 3000 }) : resolve(),
  )
  return import('../hints/first-hints.tsx').then(
    (hints) => ({ default: hints.FirstHints }),
    () => ({ default: () => null }),
  )
})
const Shortcuts = lazy(async () => ({ default: (await import('./shortcuts.tsx')).Shortcuts }))

/** The story on one screen: session → draft → stage → job → result. */
export function App() {
  const openSession = useOpenSession()
  const { code } = openSession
  const work = useSessionWork(code)
  const { session } = work
  useLeaveLink(openSession, work.lost)
  const own = useOwnFile(code, work.store)
  const checking = useChecking(code, openSession.addImage)
  const [viewer] = useState(() => createViewer())
  const [camera, setCamera] = useState<PhotoCamera | null>(null)

  const subject = subjectOf(work, own)
  const items = useItems(work.results.items, own.result)
  const compared = useCompared(viewer, items)
  useThumbnails(work.results.items, camera)
  const keptOnes = useMemo(() => items.filter((item) => item.kept !== null).map(({ result }) => result), [items])
  const results = useMemo(() => items.map(({ result }) => result), [items])

  const leaveOthers = () => {
    own.close()
    viewer.set({ compared: [] })
  }

  const submit = (to: Session, request: PreviewRequest) => {
    leaveOthers()
    return work.job.submit(to, request)
  }
  const open = (next: string) => {
    checking.leave()
    return openSession.open(next)
  }
  const pick = (next: string) => {
    checking.leave()
    openSession.pick(next)
  }
  const openKept = (kept: KeptResult) => {
    checking.leave()
    leaveOthers()
    work.showWhenOpen(kept)
    openSession.openKept(kept.sessionCode)
  }
  const generate = useGenerate({ store: work.store, session, submit })
  const generateButton = useRef<HTMLButtonElement>(null)
  useKeptFocus(() => generateButton.current)
  const fourSpins = useFourSpins({
    ...work,
    delivered: work.results.fresh,
    kept: keptOnes,
    viewer,
    submit,
  })

  const spin = useDraft(work.store, ({ present }) => present.spinIndex)
  const presentation = usePresent({
    viewer,
    results,
    session,
    page: { result: subject.result, refit: subject.refit, spin },
  })
  const { staged, on: presenting } = presentation
  const chooseSpin = (index: number) => {
    leaveOthers()
    work.chooseSpin(index)
  }
  const showResult = (result: Result) => {
    leaveOthers()
    work.showResult(result)
  }
  const onSpin = presenting ? presentation.show : chooseSpin

  const [areKeysShown, setKeysShown] = useState(false)
  const showKeys = () => setKeysShown(true)
  const isChecking = checking.shown !== null
  // A presentation and a cut-out hide what these keys change, so they rest.
  const keysRest = presenting || isChecking
  usePageKeys({
    onSpin: (index) => isChecking || onSpin(index),
    onGenerate: () => {
      if (keysRest) return
      focusAsPressed(generateButton.current)
      generate.press()
    },
    onUndo: () => keysRest || subject.store.dispatch({ do: 'undo' }),
    onRedo: () => keysRest || subject.store.dispatch({ do: 'redo' }),
    onShortcuts: showKeys,
  })

  const main = useRef<HTMLElement>(null)
  const sendChecked = (picture: File, seen: boolean) => {
    checking.finish()
    openSession.addImage(picture, { cutOutSeen: seen })
    // The key that sent it may still be held down: it presses nothing that takes the focus instead.
    main.current?.focus({ preventScroll: true })
  }
  const correct = (picture: File, of: CorrectedSession) => {
    openSession.stay()
    return checking.correct(picture, of).then(() => void (session?.unsure && rememberSeenCutOut(session.code)))
  }

  const [isFirstMinute] = useState(() => hintsLeft().length > 0)
  const [together] = useState(() => createStore<readonly File[]>([]))
  const [hasBatch, setHasBatch] = useState(hasUnsent)
  const takeFiles = (given: readonly GivenFile[]) => {
    const choice = chooseMesh(given.map((one) => ({ ...one, type: one.file.type })))
    switch (choice.take) {
      case 'mesh':
        checking.leave()
        openSession.stay()
        return own.open(choice)
      case 'picture':
        own.refuse(null)
        openSession.stay()
        presentation.leave()
        return checking.begin(choice.file.file)
      case 'pictures':
        own.refuse(null)
        together.set([...together.get(), ...choice.files.map(({ file }) => file)])
        return setHasBatch(true)
      case 'nothing':
        return own.refuse(choice.words)
    }
  }
  const showing = { viewer, camera: () => camera, onPresent: presentation.enter }
  const { deleted } = work.results
  const comparing = { viewer, items, compared, deleted, fourSpins, onUse: showResult }
  return (
    <div className={css.page} data-present={presenting ? (presentation.clean ? 'clean' : 'all') : undefined}>
      <Header
        openSession={openSession}
        onOpen={open}
        onPick={pick}
        onOpenResult={openKept}
        reading={own.reading ?? checking.opening}
        onFiles={takeFiles}
      />
      <main ref={main} className={css.main} tabIndex={-1}>
        <div className={css.notices}>
          <Notices openSession={openSession} work={work} own={own} checking={checking} correct={correct} />
          {hasBatch ? (
            <Later>
              <BatchPanel
                given={together}
                free={checking.local}
                nameOf={pictureName}
                here={code}
                send={openSession.addOneOf}
                outcomeOf={openSession.outcomeOf}
                onEnded={openSession.settle}
                onOpen={pick}
              />
            </Later>
          ) : null}
        </div>
        {checking.shown ? (
          <Later>
            <CutOut
              key={checking.shown.id}
              {...checking.shown}
              local={checking.local}
              onSend={sendChecked}
              onLeave={checking.leave}
            />
          </Later>
        ) : null}
        <div className={css.spins}>
          <SpinWall
            session={session ?? null}
            failed={!session && work.error !== null && !work.trouble && !work.lost}
            waitingFor={openSession.sending && `Sending ${openSession.sending.name}`}
            chosen={staged.spin}
            onChoose={onSpin}
          />
          {session && !presenting && (checking.local || session.enclosed) ? (
            <CutOutTools key={code} session={session} busy={work.busy} local={checking.local} onPicture={correct} />
          ) : session || presenting ? null : (
            <div className={css.cutOutPlace} />
          )}
        </div>
        <StageArea
          code={code}
          settled={work.error !== null || (session !== undefined && work.job.job !== undefined)}
          store={subject.store}
          scene={subject.scene}
          spin={session?.spins.find(({ index }) => index === staged.spin) ?? null}
          result={staged.result}
          refit={staged.refit}
          compared={compared}
          onUse={showResult}
          viewer={viewer}
          camera={setCamera}
          present={presentation}
        />
        {own.result ? (
          <Later>
            <OwnFilePanel own={own} result={own.result} showing={showing} comparing={comparing} />
          </Later>
        ) : null}
        <SessionPanel
          code={code}
          work={work}
          generate={generate}
          generateButton={generateButton}
          hidden={own.result !== null}
          showing={showing}
          comparing={comparing}
          onShortcuts={showKeys}
        />
      </main>
      {isFirstMinute && work.session && !keysRest && !own.result ? (
        <Later>
          <FirstHints store={work.store} busy={work.busy} />
        </Later>
      ) : null}
      <OtherJobs code={code} />
      {areKeysShown ? (
        <Later>
          <Shortcuts onClose={() => setKeysShown(false)} />
        </Later>
      ) : null}
    </div>
  )
}
