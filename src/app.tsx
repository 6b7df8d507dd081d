import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import css from './app.module.css'
import { Bar } from './app-bar.tsx'
import { useSessionDraft } from './app-draft.ts'
import { useFourSpins } from './app-four-spins.ts'
import { GenerateButton, useGenerate } from './app-generate.tsx'
import { Header } from './app-header.tsx'
import { usePageKeys } from './app-keys.ts'
import { Notices } from './app-notices.tsx'
import { OwnFilePanel, useOwnFile } from './app-own-file.tsx'
import { usePresent } from './app-present.ts'
import { Compare, useCompared, useResultShelf } from './app-result-compare.tsx'
import { useRefit } from './app-refit.ts'
import { ResultExtras } from './app-result-extras.tsx'
import { DeliveredPanel } from './app-result-panel.tsx'
import { deliveredBy } from './app-result.ts'
import { useOpenSession } from './app-session.ts'
import { Shortcuts } from './app-shortcuts.tsx'
import { StageArea } from './app-stage.tsx'
import { draftRequest } from './draft/draft-request.ts'
import { useDraft } from './draft/draft-store.ts'
import { scaleOf } from './draft/history.ts'
import { PivotSection } from './draft/pivot-section.tsx'
import { draftScene } from './draft/scene.ts'
import { SizeSection } from './draft/size-section.tsx'
import { JobCard } from './jobs/job-card.tsx'
import { SLOW_AFTER_MS, isOpen } from './jobs/job.ts'
import { useJob, useJobEnd } from './jobs/use-job.ts'
import { createViewer } from './result/viewer.ts'
import { sessionQuery, upstreamQuery } from './session/queries.ts'
import { SAMPLES } from './session/samples.ts'
import { SpinWall } from './session/spin-wall.tsx'
import type { Camera as PhotoCamera } from './stage/photographer.tsx'
import { Button } from './ui/button.tsx'

/** The story on one screen: session → draft → stage → job → result. */
export function App() {
  const { code, open, addImage, sending, imageError, dismissImageError } = useOpenSession()
  const job = useJob(code)
  const upstream = useQuery(upstreamQuery())
  const [openedAt] = useState(Date.now)
  const polling = {
    local: upstream.data?.upstream === 'local',
    watched: isOpen(job.job ?? null),
    slow: Date.now() - (job.job?.startedAtMs ?? openedAt) > SLOW_AFTER_MS,
  }
  const asked = useQuery(sessionQuery(code, polling))
  const session = asked.data
  useJobEnd(job.job, session ?? null)

  const { store, ignoredOfLink } = useSessionDraft(session, job.job === undefined ? undefined : (job.job?.request ?? null))
  const scene = useMemo(() => draftScene(store), [store])
  const spinIndex = useDraft(store, ({ present }) => present.spinIndex)
  const spin = session?.spins.find(({ index }) => index === spinIndex)
  const own = useOwnFile(code)
  const [viewer] = useState(() => createViewer())
  // A file that could not be opened leaves the stage, and every hand in it, to the session's draft.
  const edited = own.scene ? own.store : store
  const chooseSpin = (index: number) => {
    own.close()
    if (session?.spins.some((each) => each.index === index)) store.dispatch({ do: 'commit', edit: { kind: 'spin', index } })
  }

  const busy = job.isSending || isOpen(job.job ?? null)
  const submit: typeof job.submit = (...sent) => {
    own.close()
    viewer.set({ compared: [] })
    job.submit(...sent)
  }
  const generate = useGenerate({ store, session, busy, submit })
  const delivered = busy ? null : deliveredBy(session, job.job)
  const answered = useDraft(store, (history) => {
    const wanted = delivered && session ? draftRequest(history.present, session.spins, scaleOf(history)) : null
    return wanted?.is === 'ready' && JSON.stringify(wanted.request) === JSON.stringify(delivered?.request)
  })
  const refitting = useRefit(store, delivered)
  const shelf = useResultShelf(own.result ?? delivered)
  const compared = useCompared(viewer, shelf, code)
  const fourSpins = useFourSpins({ session, job: job.job ?? null, busy, shelf, viewer, submit })
  const camera = useRef<PhotoCamera>(null)
  const present = usePresent({ viewer, spins: session?.spins.map(({ index }) => index) ?? [], spin: spinIndex, onSpin: chooseSpin })
  const extras = { viewer, camera: () => camera.current, onPresent: present.enter }
  const [keysShown, setKeysShown] = useState(false)
  usePageKeys({
    onSpin: chooseSpin,
    onGenerate: generate.press,
    onUndo: () => edited.dispatch({ do: 'undo' }),
    onRedo: () => edited.dispatch({ do: 'redo' }),
    onShortcuts: () => setKeysShown(true),
  })

  const again = () => {
    if (!session || !job.job) return
    // Of the old intent nothing is awaited any more, or it would stand for the new one.
    job.leave()
    job.submit(session, job.job.request)
  }

  return (
    <div className={css.page} data-present={present.on || undefined}>
      <Header code={code} onOpen={open} onFile={(file) => own.open(file) || addImage(file)} />
      <main className={css.main}>
        <div className={css.notices}>
          <Notices
            imageError={imageError}
            onDismissImage={dismissImageError}
            session={session}
            sessionError={asked.error}
            code={code}
            ignoredOfLink={ignoredOfLink}
            stale={asked.failureCount > 1 || asked.isError}
            jobsKept={job.kept}
            onAskAgain={() => void asked.refetch()}
            onOpenSample={() => void open(SAMPLES[0].code).catch(() => {})}
          />
        </div>
        <div className={css.spins}>
          <SpinWall session={session ?? null} waitingFor={sending === null ? null : `Sending ${sending}`} chosen={spinIndex} onChoose={chooseSpin} />
        </div>
        <StageArea
          code={code}
          scene={own.scene ?? scene}
          spin={spin ?? null}
          delivered={own.result ?? delivered}
          viewer={viewer}
          wanted={own.result ? own.refitting : refitting}
          compared={compared}
          camera={camera}
          presenting={present.on}
          onChange={(edit) => edited.dispatch({ do: 'change', edit })}
          onCommit={() => edited.dispatch({ do: 'commit' })}
          onCancel={() => edited.dispatch({ do: 'cancel' })}
          onFigure={(figure) => store.dispatch({ do: 'set', settings: { figure } })}
        />
        {own.result ? (
          <div className={css.settings}>
            <OwnFilePanel own={own} result={own.result} />
            {own.scene ? <ResultExtras key={own.result.version} result={own.result} {...extras} /> : null}
          </div>
        ) : null}
        <div className={css.settings} hidden={own.result !== null}>
          <Bar store={store} session={session} onShortcuts={() => setKeysShown(true)} />
          <SizeSection store={store} />
          <PivotSection store={store} />
          <div className={css.send}>
            <GenerateButton generate={generate} busy={busy} answered={answered} waiting={!session || (session.stage.of === 'spins' && session.stage.is === 'going')} />
          </div>
          {job.job ? <JobCard job={job.job} session={session ?? null} onAgain={again} onLeave={job.leave} /> : null}
          {delivered ? <DeliveredPanel key={delivered.version} store={store} refitting={refitting} result={delivered} /> : null}
          {delivered && !own.result ? <ResultExtras key={`extras ${delivered.version}`} result={delivered} {...extras} /> : null}
          {delivered || fourSpins.going ? <Compare viewer={viewer} shelf={shelf} result={delivered} fourSpins={fourSpins} /> : null}
        </div>
      </main>
      {present.on ? (
        <Button className={css.leave} look="quiet" title="Escape" onClick={present.leave}>
          Leave
        </Button>
      ) : null}
      {keysShown ? <Shortcuts onClose={() => setKeysShown(false)} /> : null}
    </div>
  )
}
