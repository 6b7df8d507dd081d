/**
 * [TRUTH-1] The parts that decide what is chosen, staged, measured and saved, put together as the page does, with a storage in memory and a
 * clock of the test's own. `test/browser/one-truth.test.ts` walks the page itself.
 */
import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { pivotOfBox } from '../../src/contract/fit.ts'
import type { PreviewRequest } from '../../src/contract/preview-request.ts'
import { AXES, boxSize, vec3, type Axis, type Box, type Vec3 } from '../../src/contract/vec3.ts'
import { naturalProportionsOf } from '../../src/contract/natural.ts'
import { fileName } from '../../src/download/file-name.ts'
import { naturalFor } from '../../src/draft/naturals.ts'
import { beginningOf } from '../../src/draft/begin-draft.ts'
import { draftRequest } from '../../src/draft/draft-request.ts'
import { writeDraftLink } from '../../src/draft/draft-link.ts'
import { beginHistory, reduceHistory, scaleOf, type Action, type History } from '../../src/draft/history.ts'
import { sizeAndPivotForMesh, sizeAndPivotOf } from '../../src/draft/size-and-pivot.ts'
import { diagnose } from '../../src/glb/diagnose.ts'
import { boxAs } from '../../src/glb/solve.ts'
import { keepChoices, readChoices } from '../../src/result/kept-choices.ts'
import { keptResultsIn } from '../../src/result/kept-results.ts'
import { UNDO_DELETE_MS } from '../../src/result/mesh-shelf.ts'
import { nextStep } from '../../src/result/next-step.ts'
import { refitFor, requestedKey } from '../../src/result/refit-target.ts'
import { reportOf } from '../../src/result/result-report.ts'
import { resultTitle } from '../../src/result/result-title.ts'
import { resultOfJob, spinOf, type Result } from '../../src/result/result.ts'
import { NO_CHOICES, sessionMeshes, shownMesh, withChoice } from '../../src/result/session-meshes.ts'
import { tablesInMemory } from '../../src/storage/tables-in-memory.ts'
import { sessionWith } from '../fixtures/session-with.ts'

const SESSION = sessionWith({
  spins: [1, 2, 3, 4].map((number) => ({ image_url: `https://spins.test/${number}.png`, label: `Reading ${number}` })),
  preview_mesh_url_glb: 'https://spins.test/mesh.glb',
})

/** A mesh of each spin before it gets a size. */
const SHAPES: readonly Vec3[] = [
  [1, 0.8, 0.4],
  [0.5, 1, 0.5],
  [1, 0.6, 0.1],
  [0.7, 0.7, 0.25],
]

const ON_DRAFT = ['spin', 'spin', 'undo', 'redo', 'size', 'automatic', 'pivot', 'lock', 'reload'] as const
const ON_MESHES = ['make', 'generate', 'finish', 'show', 'show', 'delete', 'take back', 'star', 'sweep'] as const

/** What is done, and two numbers that say to what, and by how much. */
const anyStep = fc.record({
  act: fc.constantFrom(...ON_DRAFT, ...ON_MESHES, 'wait'),
  which: fc.nat(99),
  much: fc.double({ min: 0, max: 1, noNaN: true }),
})
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never

/** The tab's storage, as far as it is used. */
function tabStorage(): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map<string, string>()
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) }
}

const axisOf = (which: number): Axis => AXES[which % 3] ?? 0

/** The page without the page: what its parts know, and what the artist does to them. */
class World {
  nowMs = 1e12
  readonly tables = tablesInMemory()
  readonly kept = keptResultsIn({ storage: async () => this.tables })
  history: History = beginHistory()
  choices = NO_CHOICES
  delivered: Result | null = null
  deliveredBefore: Result | null = null
  shown: Result | null = null
  shownBefore: Result | null = null
  results: readonly Result[] = []
  jobs = 0
  /** Requests upstream, in their order, with the number of their job. */
  going: { readonly id: string; readonly request: PreviewRequest }[] = []
  lastRequest: PreviewRequest | null = null
  /** Every mesh that was made, by its vertices. */
  readonly boxes = new Map<string, Box>()
  readonly gone = new Set<string>()
  /** Versions whose deletion can be taken back, and until when. */
  readonly deleted: { readonly version: string; readonly untilMs: number }[] = []

  get spin(): number | null {
    return this.history.present.spinIndex
  }
  dispatch(action: Action): void {
    this.history = reduceHistory(this.history, action)
  }
  begin(link: URLSearchParams): void {
    const facts = {
      session: SESSION,
      lastRequest: this.lastRequest,
      outline: null,
      knownSizeMetres: null,
      bestSpin: null,
    }
    const { beginning } = beginningOf(facts, link, beginHistory().settings)
    this.history = reduceHistory(beginHistory(), { do: 'begin', ...beginning })
  }

  /** What follows of itself: the mesh that came is kept, and the draft learns the proportions of the one that is shown. */
  async settle(): Promise<void> {
    const { items, fresh } = sessionMeshes(await this.kept.listAll(SESSION.code), this.delivered)
    if (fresh) {
      await this.kept.keep(fresh, new TextEncoder().encode(fresh.version), { nowMs: this.nowMs })
      return this.settle()
    }
    this.results = items.map(({ result }) => result)
    this.shown = shownMesh(this.results, this.spin, this.choices)
    const box = this.shown && this.boxes.get(this.shown.version)
    if (!this.shown || !box) return
    const natural = naturalProportionsOf({ request: this.shown.request, box, told: null })
    this.dispatch({ do: 'learn', spin: spinOf(this.shown), mesh: { sizeMetres: boxSize(box), natural } })
  }

  generate(): void {
    const drafted = draftRequest(this.history.present, SESSION.spins, scaleOf(this.history))
    if (drafted.status === 'blocked') throw new Error(drafted.why)
    this.going.push({ id: `job ${++this.jobs}`, request: drafted.request })
    this.lastRequest = drafted.request
  }

  finish(): void {
    const job = this.going.shift()
    if (!job) return
    const shape = SHAPES[job.request.selected_spin_index ?? 0] ?? [1, 1, 1]
    const own = { min: [0, 0, 0], max: shape } as const
    this.boxes.set(job.id, boxAs(own, job.request))
    this.delivered = resultOfJob(SESSION, { ...job, kind: 'preview' }, 'Duck')
  }

  /** A reload forgets what only the page knew: the draft is in the address, and which mesh is shown in the tab's storage. */
  reload(): void {
    const link = new URLSearchParams()
    writeDraftLink(link, this.history.present, this.history.settings)
    keepChoices(SESSION.code, this.choices)
    this.choices = readChoices(SESSION.code)
    this.begin(link)
  }

  async take({ act, which, much }: Step): Promise<void> {
    this.shownBefore = this.shown
    this.deliveredBefore = this.delivered
    const one = this.results[which % Math.max(1, this.results.length)]
    const { pivotNormalised } = this.history.present
    const axis = axisOf(which)
    switch (act) {
      case 'spin':
        return this.dispatch({ do: 'commit', edit: { kind: 'spin', index: which % 4 } })
      case 'size':
        return this.dispatch({ do: 'commit', edit: { kind: 'size', axis, metres: 0.01 * 1000 ** much } })
      case 'automatic':
        return this.dispatch({ do: 'commit', edit: { kind: 'automatic', axis, on: much < 0.5 } })
      case 'pivot': {
        const moved = vec3((each) => (each === axis ? 2 * much - 1 : pivotNormalised[each]))
        return this.dispatch({ do: 'commit', edit: { kind: 'pivot', pivotNormalised: moved } })
      }
      case 'lock':
        return this.dispatch({ do: 'set', settings: { locked: much < 0.5 } })
      case 'undo':
      case 'redo':
        return this.dispatch({ do: act })
      case 'generate':
        return this.generate()
      case 'make':
        this.generate()
        return this.finish()
      case 'finish':
        return this.finish()
      case 'reload':
        return this.reload()
      case 'wait':
        this.nowMs += 2 * UNDO_DELETE_MS * much
        return
      case 'sweep':
        return this.kept.sweep(this.nowMs)
      default:
        return this.onShelf(act, one)
    }
  }

  async onShelf(act: 'show' | 'star' | 'delete' | 'take back', one: Result | undefined): Promise<void> {
    const rows = await this.kept.listAll(SESSION.code)
    const idOf = (version: string | undefined) => rows.find((row) => row.version === version)?.id ?? ''
    if (act === 'take back') {
      const last = this.deleted.pop()
      if (!last || this.nowMs > last.untilMs) return
      this.gone.delete(last.version)
      return this.kept.restore([idOf(last.version)])
    }
    if (!one) return
    if (act === 'show') {
      this.choices = withChoice(this.choices, this.results, this.spin, one)
      this.dispatch({ do: 'commit', edit: { kind: 'spin', index: spinOf(one) } })
    } else if (act === 'star') await this.kept.star(idOf(one.version), true)
    else {
      await this.kept.remove([idOf(one.version)], this.nowMs)
      this.gone.add(one.version)
      this.deleted.push({ version: one.version, untilMs: this.nowMs + UNDO_DELETE_MS })
    }
  }
}

const near = (a: Vec3, b: Vec3, within: number): boolean =>
  AXES.every((axis) => Math.abs(a[axis] - b[axis]) <= within * Math.max(1e-3, Math.abs(b[axis])))

/** Where what the page would say of the mesh that it shows is not one truth. */
async function untruths(world: World, { act, which }: Step): Promise<string[]> {
  const { history, shown, results, spin, delivered, gone } = world
  const found: string[] = []
  const hold = (holds: boolean, what: string) => holds || found.push(what)
  const finished = [...world.boxes.keys()].filter((version) => !gone.has(version))
  hold(results.map(({ version }) => version).join() === finished.join(), 'nothing finished is lost')
  const ofSpin = results.filter((result) => spinOf(result) === spin)
  hold(shown === null ? ofSpin.length === 0 : ofSpin.includes(shown), 'the mesh is of the chosen spin')
  if (!shown) return found
  const isNew = delivered !== world.deliveredBefore && delivered !== null && spinOf(delivered) === spin
  hold(!isNew || shown === ofSpin.at(-1), 'a new mesh of the chosen spin is shown')
  hold(act !== 'reload' || shown.version === world.shownBefore?.version, 'a reload shows the same mesh')
  hold(act !== 'show' || results.indexOf(shown) === which % results.length, 'the mesh is the one to be shown')

  const box = world.boxes.get(shown.version) ?? { min: [0, 0, 0], max: [0, 0, 0] }
  const set = sizeAndPivotOf(history.present)
  const refit = refitFor(set, sizeAndPivotForMesh(history, spin), requestedKey(shown), null)
  const file = boxAs(box, refit)
  const sides = boxSize(file)
  const bytes = (await world.kept.bytesOf(shown)) ?? undefined
  hold(new TextDecoder().decode(bytes) === shown.version, 'the file is of the mesh')
  hold(
    near(sides, scaleOf(history).sizeMetres, 1e-3),
    `the file is ${sides.join()}, the fields ${scaleOf(history).sizeMetres.join()}`,
  )
  hold(near(pivotOfBox(file), set.pivot_point, 1e-3), 'the pivot is that of the fields')

  const natural = naturalFor(history.naturals, spin)
  const report = reportOf({ result: shown, box, refit, saved: null, natural, unit: 'm' })
  hold(report.size.map(({ actual }) => actual).join() === sides.join(), 'the report is of the file')
  hold(report.tone !== 'bad', report.line)
  const number = (spin ?? 0) + 1
  const title = resultTitle(shown, { sizeMetres: sides, unit: 'm' })
  hold(title.startsWith(`Spin ${number} · Reading ${number} · `), title)
  const name = fileName(shown, sides, 'glb')
  hold(name === `duck_spin${number}_${sides.map((side) => Number(side.toPrecision(3))).join('x')}m.glb`, name)
  const fault = diagnose(box, shown.request)
  const next = nextStep({ ofDraftSpin: true, older: false, unopenable: false, fault, refitted: refit !== null })
  hold(next === 'download', 'a free refit asks for no other mesh')
  return found
}

it('whatever is chosen, made, refitted, deleted, taken back and opened again, what is shown, said and saved is one mesh', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 16, size: 'max' }), async (steps) => {
      vi.stubGlobal('sessionStorage', tabStorage())
      const world = new World()
      world.begin(new URLSearchParams())
      for (const step of steps) {
        await world.take(step)
        await world.settle()
        expect(await untruths(world, step)).toEqual([])
      }
    }),
    { numRuns: 5000 },
  )
})
