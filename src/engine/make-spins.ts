import { spinAsset } from '../contract/assets.ts'
import { outcomeOf, type EnclosedChoice, type EnclosedOutcome } from '../contract/enclosed-areas.ts'
import { cutOutMessage } from '../contract/unsure.ts'
import type { Vec3 } from '../contract/vec3.ts'
import { READINGS } from '../shape/readings.ts'
import { allOrNone, onceBegun, WAITING, without, type JobTools } from './job-tools.ts'
import { IMAGE_FILE, SUBJECT_FILE, spinFile } from './session-files.ts'
import { spinsStatus, type Job, type MeshJob, type SessionRecord, type SpinsJob } from './session-record.ts'

/** The cut-out's share of the work on four spins, measured. */
const CUT_SHARE = 0.25

/**
 * Cuts out a session's subject and renders its spins; goes on to a mesh where the session was created to. With `later`,
 * all other work goes before.
 */
export async function makeSpins(tools: JobTools, code: string, job: SpinsJob, later: boolean): Promise<void> {
  const { book, newId } = tools
  const choice = book.get(code)?.enclosed?.choice ?? 'auto'
  await book.update(code, (record) => ({ status: spinsStatus(record), message: WAITING, spins: [], unsure: false }))
  const { found, specks, disagreement, unsure } = await cutSubject(tools, code, choice, later)
  await book.update(code, () => ({ message: 'Rendering the spins' }))
  const proportions = await renderSpins(tools, code, job, later)
  await book.update(code, (record) => {
    const pending = [...without(record, job), ...meshAfter(record, newId)]
    return {
      // Another choice may have come meanwhile: with its own spins waiting, nothing is done yet.
      ...(!pending.some(({ kind }) => kind === 'spins') && endOf(record, cutOutMessage(unsure, specks))),
      spins: READINGS.map(({ label }) => label),
      spinProportions: proportions,
      enclosed: { choice: record.enclosed?.choice ?? 'auto', found, made: found && outcomeOf(choice, found) },
      disagreement,
      unsure,
      pending,
    }
  })
}

const endOf = ({ goOnToMesh }: SessionRecord, message: string): Partial<SessionRecord> =>
  goOnToMesh ? { message: WAITING } : { status: 'spin_generate_done', message }

interface CutWord {
  /** What the areas are that the subject encloses. */
  readonly found: EnclosedOutcome | null
  /** How many specks of dust were left out. */
  readonly specks: number
  readonly disagreement: number | null
  readonly unsure: boolean
}

async function cutSubject(tools: JobTools, code: string, enclosed: EnclosedChoice, later: boolean): Promise<CutWord> {
  const [imageFile, subjectFile] = [tools.store.path(code, IMAGE_FILE), tools.store.path(code, SUBJECT_FILE)]
  const begun = onceBegun(tools, code, 'Cutting out the subject')
  const cut = await tools.run(code, { kind: 'cut', imageFile, subjectFile, enclosed }, begun, later)
  return {
    found: cut.enclosed ?? null,
    specks: cut.specksLeftOut ?? 0,
    disagreement: cut.disagreement ?? null,
    unsure: cut.unsure ?? false,
  }
}

/** @returns the proportions of each spin's mesh */
async function renderSpins(tools: JobTools, code: string, job: Job, later: boolean): Promise<(Vec3 | null)[]> {
  const { store, run, setProgress } = tools
  const subjectFile = store.path(code, SUBJECT_FILE)
  const shares = READINGS.map(() => 0)
  const told: (Vec3 | null)[] = READINGS.map(() => null)
  const tell = (spinIndex: number, share: number): void => {
    shares[spinIndex] = share
    const mean = shares.reduce((sum, spinShare) => sum + spinShare, 0) / shares.length
    setProgress(code, job, CUT_SHARE + (1 - CUT_SHARE) * mean)
  }
  const render = async (spinIndex: number): Promise<void> => {
    const onProgress = (share: number) => tell(spinIndex, share)
    const { webp, proportions } = await run(code, { kind: 'spin', subjectFile, spinIndex }, onProgress, later)
    if (!webp) throw new Error(`No ${spinAsset(spinIndex)} came out.`)
    await store.write(code, spinFile(spinIndex), webp)
    told[spinIndex] = proportions ?? null
    tell(spinIndex, 1)
  }
  tell(0, 0)
  await allOrNone(
    tools,
    code,
    READINGS.map((_, spinIndex) => render(spinIndex)),
  )
  return told
}

const meshAfter = ({ goOnToMesh, target }: SessionRecord, newId: () => string): MeshJob[] =>
  goOnToMesh ? [{ kind: 'preview', key: newId(), spinIndex: 0, target, follows: ['spins'] }] : []
