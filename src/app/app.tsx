import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import css from './app.module.css'
import { Bar } from './bar.tsx'
import { useSessionDraft } from './session-draft.ts'
import { useFourSpins } from './four-spins.ts'
import { GenerateButton, useGenerate } from './generate.tsx'
import { Header } from './header.tsx'
import { usePageKeys } from './keys.ts'
import { Notices } from './notices.tsx'
import { OwnFilePanel, useOwnFile } from './own-file.tsx'
import { stagedBy, usePresent } from './present.ts'
import { Compare, useCompared, useResultShelf } from './compare.tsx'
import { useRefit } from './refit.ts'
import { ResultExtras } from './result-extras.tsx'
import { DeliveredPanel } from './delivered-panel.tsx'
import { deliveredBy } from './delivered.ts'
import { useOpenSession } from './open-session.ts'
import { Shortcuts } from './shortcuts.tsx'
import { StageArea } from './stage-area.tsx'
import { wouldRepeat } from '../draft/draft-request.ts'
import { useDraft } from '../draft/draft-store.ts'
import { PivotSection } from '../draft/pivot-section.tsx'
import { draftScene } from '../draft/scene.ts'
import { SizeSection } from '../draft/size-section.tsx'
import { JobCard } from '../jobs/job-card.tsx'
import { SLOW_AFTER_MS, isOpen } from '../jobs/job.ts'
import { useJob, useJobProgress } from '../jobs/use-job.ts'
import { createViewer } from '../viewer/viewer.ts'
import { AS_IT_CAME } from '../result/wanted.ts'
import { sessionQuery, upstreamQuery } from '../session/queries.ts'
import { SpinWall } from '../session/spin-wall.tsx'
import type { PhotoCamera } from '../stage/photographer.tsx'
import { Button } from '../ui/button.tsx'

/** The story on one screen: session → draft → stage → job → result. */
export function App() {
  const { code, open, pick, opening, notOpened, dismissNotOpened, addImage, sending, imageError, dismissImageError } =
    useOpenSession()
  const job = useJob(code)
  const upstream = useQuery(upstreamQuery())
  const openedAtMs = useMemo(() => Date.now(), [code])
  const followed = job.job && isOpen(job.job) ? job.job : null
  const polling = {
    local: upstream.data?.upstream === 'local',
    watched: followed !== null,
    slow: Date.now() - (followed?.startedAtMs ?? openedAtMs) > SLOW_AFTER_MS,
  }
  const asked = useQuery(sessionQuery(code, polling))
  const session = asked.data
  useJobProgress(job.job, session ?? null, asked.dataUpdatedAt)

  const { store, ignoredOfLink } = useSessionDraft(
    session,
    job.job === undefined ? undefined : (job.job?.request ?? null),
  )
  const scene = useMemo(() => draftScene(store), [store])
  const spinIndex = useDraft(store, ({ present }) => present.spinIndex)
  const own = useOwnFile(code, store)
  const [viewer] = useState(() => createViewer())
  // A file that could not be opened leaves the stage, and every hand in it, to the session's draft.
  const edited = own.scene ? own.store : store
  const chooseSpin = (index: number) => {
    own.close()
    if (session?.spins.some((each) => each.index === index))
      store.dispatch({ do: 'commit', edit: { kind: 'spin', index } })
  }

  const busy = job.isSending || isOpen(job.job ?? null)
  const submit: typeof job.submit = (...sent) => {
    own.close()
    viewer.set({ compared: [] })
    job.submit(...sent)
  }
  const generate = useGenerate({ store, session, busy, submit })
  const delivered = busy ? null : deliveredBy(session, job.job)
  const answered = useDraft(store, ({ present }) => delivered !== null && wouldRepeat(present, delivered.request))
  const refitting = useRefit(store, delivered)
  const inStage = own.result ?? delivered
  const shelf = useResultShelf(inStage)
  const compared = useCompared(viewer, shelf, own.result?.version ?? code)
  const fourSpins = useFourSpins({ session, job: job.job ?? null, delivered, busy, shelf, viewer, submit })
  const camera = useRef<PhotoCamera>(null)
  const present = usePresent({
    viewer,
    shelf,
    sessionCode: code,
    spins: session?.spins.map(({ index }) => index) ?? [],
    version: inStage?.version ?? null,
    spin: spinIndex,
  })
  const staged = stagedBy(present.presented, code, { result: inStage, spin: spinIndex })
  const extras = { viewer, camera: () => camera.current, onPresent: present.enter }
  const [keysShown, setKeysShown] = useState(false)
  usePageKeys({
    onSpin: present.on ? present.show : chooseSpin,
    // Nobody works blind: what is out of sight is not done by a key.
    onGenerate: () => present.on || generate.press(),
    onUndo: () => present.on || edited.dispatch({ do: 'undo' }),
    onRedo: () => present.on || edited.dispatch({ do: 'redo' }),
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
      <Header
        code={code}
        onOpen={open}
        onPick={pick}
        opening={opening}
        onFile={(file) => own.open(file) || addImage(file)}
      />
      <main className={css.main}>
        <div className={css.notices}>
          <Notices
            imageError={imageError}
            onDismissImage={dismissImageError}
            notOpened={notOpened}
            onDismissNotOpened={dismissNotOpened}
            session={session}
            sessionError={asked.error}
            code={code}
            ignoredOfLink={ignoredOfLink}
            stale={asked.failureCount > 1 || asked.isError}
            jobsKept={job.kept}
            onAskAgain={() => void asked.refetch()}
            onPick={pick}
          />
        </div>
        <div className={css.spins}>
          <SpinWall
            session={session ?? null}
            waitingFor={sending === null ? null : `Sending ${sending}`}
            chosen={staged.spin}
            onChoose={present.on ? present.show : chooseSpin}
          />
        </div>
        <StageArea
          code={code}
          scene={own.scene ?? scene}
          spin={session?.spins.find(({ index }) => index === staged.spin) ?? null}
          delivered={staged.result}
          viewer={viewer}
          wanted={staged.result?.version === inStage?.version ? (own.result ? own.refitting : refitting) : AS_IT_CAME}
          compared={compared}
          camera={camera}
          presenting={present.on}
          onChange={(edit) => edited.dispatch({ do: 'change', edit })}
          onCommit={() => edited.dispatch({ do: 'commit' })}
          onCancel={() => edited.dispatch({ do: 'cancel' })}
          onFigure={(figure) => edited.dispatch({ do: 'set', settings: { figure } })}
        />
        {own.result ? (
          <div className={css.settings}>
            <OwnFilePanel own={own} result={own.result} />
            {own.scene ? (
              <ResultExtras
                key={own.result.version}
                store={own.store}
                refitting={own.refitting}
                result={own.result}
                {...extras}
              />
            ) : null}
            {own.scene ? (
              <Compare store={own.store} viewer={viewer} shelf={shelf} result={own.result} fourSpins={fourSpins} />
            ) : null}
          </div>
        ) : null}
        <div className={css.settings} hidden={own.result !== null}>
          <Bar store={store} session={session} onShortcuts={() => setKeysShown(true)} />
          <SizeSection store={store} />
          <PivotSection store={store} />
          <div className={css.send}>
            <GenerateButton generate={generate} busy={busy} answered={answered} />
          </div>
          {job.job ? <JobCard job={job.job} session={session ?? null} onAgain={again} onLeave={job.leave} /> : null}
          {delivered ? (
            <DeliveredPanel key={delivered.version} store={store} refitting={refitting} result={delivered} />
          ) : null}
          {delivered && !own.result ? (
            <ResultExtras
              key={`extras ${delivered.version}`}
              store={store}
              refitting={refitting}
              result={delivered}
              {...extras}
            />
          ) : null}
          {delivered || fourSpins.going ? (
            <Compare store={store} viewer={viewer} shelf={shelf} result={delivered} fourSpins={fourSpins} />
          ) : null}
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
