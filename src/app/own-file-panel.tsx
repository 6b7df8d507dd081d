import css from './app.module.css'
import { SessionResults, type SessionResultsProps } from './session-results.tsx'
import { DeliveredPanel } from './delivered-panel.tsx'
import dockCss from './dock.module.css'
import { FrameSection } from './frame-section.tsx'
import type { OwnFile } from './own-file.ts'
import { ResultExtras, type ResultExtrasProps } from './result-extras.tsx'
import { DraftBar } from '../draft/draft-bar.tsx'
import { PivotSection } from '../draft/pivot-section.tsx'
import { SizeDoubt } from '../draft/size-doubt.tsx'
import { SizeSection } from '../draft/size-section.tsx'
import type { Result } from '../result/result.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

export interface OwnFilePanelProps {
  readonly own: OwnFile
  readonly result: Result
  readonly showing: Omit<ResultExtrasProps, 'refit' | 'result'>
  readonly comparing: Omit<SessionResultsProps, 'store' | 'result'>
}

/** What there is to know of the artist's own file, and to set in it. */
export const OwnFilePanel = ({ own, result, showing, comparing }: OwnFilePanelProps) => (
  <div className={css.settings}>
    {own.notes.length > 0 ? <Notice tone="warn" what={own.notes.join(' ')} /> : null}
    {own.frame ? <FrameSection own={own} frame={own.frame} result={result} /> : null}
    {own.scene ? (
      <>
        {own.warning ? <Notice tone="plain" {...own.warning} /> : null}
        {own.frame ? null : <SizeDoubt store={own.store} />}
        <DraftBar store={own.store} />
        <SizeSection store={own.store} />
        <PivotSection store={own.store} />
      </>
    ) : null}
    <div key={result.version} className={dockCss.dock}>
      <DeliveredPanel store={own.store} refit={own.refit} result={result} main />
    </div>
    <Button onClick={own.close}>Back to the session</Button>
    {own.scene ? (
      <>
        <ResultExtras key={`extras ${result.version}`} refit={own.refit} result={result} {...showing} />
        <SessionResults key={`compare ${result.version}`} store={own.store} result={result} {...comparing} />
      </>
    ) : null}
  </div>
)
