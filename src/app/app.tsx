import { useRef, useState } from 'react'
import css from './app.module.css'
import { useCompared, useResultShelf } from './compare.tsx'
import { useFourSpins } from './four-spins.ts'
import { useGenerate } from './generate.tsx'
import { Header } from './header.tsx'
import { usePageKeys } from './keys.ts'
import { LinkNotice, NotOpenedNotice, NothingKeptNotice, SessionNotices } from './notices.tsx'
import { useOpenSession } from './open-session.ts'
import { OwnFilePanel } from './own-file-panel.tsx'
import { useOwnFile } from './own-file.ts'
import { usePresent } from './present.ts'
import { SessionPanel } from './session-panel.tsx'
import { useSessionWork } from './session-work.ts'
import { Shortcuts } from './shortcuts.tsx'
import { StageArea } from './stage-area.tsx'
import { UploadNotice } from './upload-notice.tsx'
import type { PreviewRequest } from '../contract/preview-request.ts'
import type { Session } from '../contract/session.ts'
import { useDraft } from '../draft/draft-store.ts'
import { AS_IT_CAME } from '../result/refit-target.ts'
import { SpinWall } from '../session/spin-wall.tsx'
import type { PhotoCamera } from '../stage/photographer.tsx'
import { Button } from '../ui/button.tsx'
import { createViewer } from '../viewer/viewer.ts'

/** The story on one screen: session → draft → stage → job → result. */
export function App() {
  const opening = useOpenSession()
  const { code, pick } = opening
  const work = useSessionWork(code, opening.openedAtMs)
  const { session, busy, delivered } = work
  const own = useOwnFile(code, work.store)
  const [viewer] = useState(() => createViewer())
  const camera = useRef<PhotoCamera>(null)

  // A file that cannot be opened leaves the stage, and every handle in it, to the session's draft.
  const edited = own.scene ? own.store : work.store
  const inStage = own.result ? { result: own.result, refit: own.refit } : { result: delivered, refit: work.refit }
  const shelf = useResultShelf(inStage.result)
  const compared = useCompared(viewer, shelf)

  const submit = (to: Session, request: PreviewRequest) => {
    own.close()
    viewer.set({ compared: [] })
    work.job.submit(to, request)
  }
  const generate = useGenerate({ store: work.store, session, busy, submit })
  const fourSpins = useFourSpins({ session, job: work.job.job ?? null, delivered, busy, shelf, viewer, submit })

  const spin = useDraft(work.store, ({ present }) => present.spinIndex)
  const spins = session?.spins.map(({ index }) => index) ?? []
  const presentation = usePresent({ viewer, shelf, sessionCode: code, spins, page: { result: inStage.result, spin } })
  const { staged, on: presenting } = presentation
  const chooseSpin = (index: number) => {
    own.close()
    if (spins.includes(index)) work.store.dispatch({ do: 'commit', edit: { kind: 'spin', index } })
  }
  const onSpin = presenting ? presentation.show : chooseSpin

  const [areKeysShown, setKeysShown] = useState(false)
  const showKeys = () => setKeysShown(true)
  usePageKeys({
    onSpin,
    // A presentation hides what these keys change, so they rest.
    onGenerate: () => presenting || generate.press(),
    onUndo: () => presenting || edited.dispatch({ do: 'undo' }),
    onRedo: () => presenting || edited.dispatch({ do: 'redo' }),
    onShortcuts: showKeys,
  })

  const takeFile = (file: File) => {
    if (own.open(file)) opening.stay()
    else opening.addImage(file)
  }
  const showing = { viewer, camera: () => camera.current, onPresent: presentation.enter }
  const comparing = { viewer, shelf, fourSpins }
  return (
    <div className={css.page} data-present={presenting || undefined}>
      <Header code={code} onOpen={opening.open} onPick={pick} opening={opening.opening} onFile={takeFile} />
      <main className={css.main}>
        <div className={css.notices}>
          <LinkNotice ignored={work.ignoredOfLink} />
          {opening.uploads.map((upload) => (
            <UploadNotice
              key={upload.id}
              upload={upload}
              onPick={pick}
              onDismiss={() => opening.dismissUpload(upload.id)}
            />
          ))}
          {opening.notOpened ? (
            <NotOpenedNotice notOpened={opening.notOpened} onPick={pick} onDismiss={opening.dismissNotOpened} />
          ) : null}
          <SessionNotices
            code={code}
            session={session}
            error={work.error}
            stale={work.stale}
            onAskAgain={work.askAgain}
            onPick={pick}
          />
          {work.job.kept ? null : <NothingKeptNotice />}
        </div>
        <div className={css.spins}>
          <SpinWall
            session={session ?? null}
            waitingFor={opening.sending && `Sending ${opening.sending.name}`}
            chosen={staged.spin}
            onChoose={onSpin}
          />
        </div>
        <StageArea
          code={code}
          scene={own.scene ?? work.scene}
          spin={session?.spins.find(({ index }) => index === staged.spin) ?? null}
          result={staged.result}
          refit={staged.result?.version === inStage.result?.version ? inStage.refit : AS_IT_CAME}
          compared={compared}
          viewer={viewer}
          camera={camera}
          presenting={presenting}
          onChange={(edit) => edited.dispatch({ do: 'change', edit })}
          onCommit={() => edited.dispatch({ do: 'commit' })}
          onCancel={() => edited.dispatch({ do: 'cancel' })}
          onFigure={(figure) => edited.dispatch({ do: 'set', settings: { figure } })}
        />
        {own.result ? <OwnFilePanel own={own} result={own.result} showing={showing} comparing={comparing} /> : null}
        <SessionPanel
          code={code}
          work={work}
          generate={generate}
          hidden={own.result !== null}
          showing={showing}
          comparing={comparing}
          onShortcuts={showKeys}
        />
      </main>
      {presenting ? (
        <Button className={css.leave} look="quiet" title="Escape" onClick={presentation.leave}>
          Leave
        </Button>
      ) : null}
      {areKeysShown ? <Shortcuts onClose={() => setKeysShown(false)} /> : null}
    </div>
  )
}
