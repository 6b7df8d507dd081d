import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bake } from '../../src/engine/bake.ts'
import { cutOut } from '../../src/cutout/cut-out.ts'
import { decodePicture } from '../../src/cutout/decode-picture.ts'
import { fastDeflate, framingOf, MESH_TEXTURE_PX, SPIN_TEXTURE_PX, SPIN_TRIANGLES } from '../../src/engine/pipeline.ts'
import { READINGS } from '../../src/shape/readings.ts'
import { textureSurface } from '../../src/paint/texture-surface.ts'
import { renderFrames, renderTurntable } from '../../src/paint/turntable.ts'
import { createWorkerPool } from '../../src/engine/worker-pool.ts'
import { meshPartOf } from '../../src/engine/mesh-part-of.ts'
import { writeGlb } from '../../src/engine/write-glb.ts'
import { writeObj } from '../../src/formats/obj.ts'
import { writeStl } from '../../src/formats/stl.ts'
import { writeUsdz } from '../../src/formats/usdz.ts'
import { timedPhotos, type TimedPhoto } from './photo-files.ts'
import { median } from './figures.ts'

const RUNS = 7
const THREADS = 2
const TARGET = { scaledBbox: [0.4, 0.75, 0.4], pivotPoint: [0, -0.5, 0] } as const

const quiet = () => {}

/** Collects the times of named stages over many runs, in the order they first came. */
class Stages {
  readonly #times = new Map<string, number[]>()

  async time<T>(name: string, work: () => T | Promise<T>): Promise<T> {
    const start = performance.now()
    const result = await work()
    this.#times.set(name, [...(this.#times.get(name) ?? []), performance.now() - start])
    return result
  }

  /** What a stage may take, where there is a bound. */
  print(print: (line: string) => void, bounds: Readonly<Record<string, string>> = {}): void {
    for (const [name, times] of this.#times)
      print(
        `  ${name.padEnd(28)} ${median(times).toFixed(0).padStart(5)} ms, best ${Math.min(...times).toFixed(0)} ms${bounds[name] ? ` (bound ${bounds[name]})` : ''}`,
      )
  }
}

/** A line per stage on one thread; medians over seven runs, the first two of which only warm the code up. */
export async function benchStages(photoFolder: string, print: (line: string) => void): Promise<void> {
  for (const photo of await timedPhotos(photoFolder)) await timeStages(photo, print)
}

async function timeStages({ name, bytes }: TimedPhoto, print: (line: string) => void): Promise<void> {
  let stages = new Stages()
  for (let run = -2; run < RUNS; run++) {
    if (run === 0) stages = new Stages()
    const picture = await stages.time('decode', () => decodePicture(bytes))
    const subject = await stages.time('cut out', () => cutOut(picture))
    for (const { label, build } of READINGS) {
      const surface = await stages.time(`spin ${label}: shape`, () => build(subject, { maxTriangles: SPIN_TRIANGLES }))
      const model = await stages.time(`spin ${label}: texture`, () =>
        textureSurface(surface, subject, { size: SPIN_TEXTURE_PX }),
      )
      await stages.time(`spin ${label}: draw`, () => renderFrames(model, { framing: framingOf(subject) }))
      await stages.time(`spin ${label}: draw, encode`, () => renderTurntable(model, { framing: framingOf(subject) }))
    }
    const surface = await stages.time('mesh: shape', () => READINGS[0]!.build(subject, { maxTriangles: 60_000 }))
    const textured = await stages.time('mesh: texture', () =>
      textureSurface(surface, subject, { size: MESH_TEXTURE_PX }),
    )
    const { model } = await stages.time('mesh: bake', () => bake(textured, TARGET))
    const glb = await stages.time('mesh: GLB', () => writeGlb(model, 'mesh'))
    const parts = [await meshPartOf(model, 'mesh')]
    await stages.time('mesh: OBJ in a zip', () => writeObj(parts, { name: 'mesh', deflate: fastDeflate }))
    await stages.time('mesh: USDZ', () => writeUsdz(parts))
    await stages.time('mesh: STL', () => writeStl(parts))
    if (run === RUNS - 1)
      print(
        `stages of ${name} at 1024 px on one thread, median of ${RUNS}; GLB ${(glb.length / 1e6).toFixed(2)} MB (bound ≤ 3 MB)`,
      )
  }
  stages.print(print)
}

/** What the artist waits for, on the threads of the built engine: photo to four spins, and a spin to its mesh in all formats. */
export async function benchThreads(
  workerFile: string,
  photoFolder: string,
  print: (line: string) => void,
): Promise<void> {
  for (const photo of await timedPhotos(photoFolder)) await timeThreads(workerFile, photo, print)
}

async function timeThreads(
  workerFile: string,
  { name, bytes: image }: TimedPhoto,
  print: (line: string) => void,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'plinth-bench-'))
  const [imageFile, subjectFile] = [join(folder, 'image'), join(folder, 'subject')]
  await writeFile(imageFile, image)
  const pool = createWorkerPool(workerFile, THREADS)
  let stages = new Stages()
  let bytes: number[] = []
  for (let run = -2; run < RUNS; run++) {
    if (run === 0) stages = new Stages()
    await stages.time('photo to four spins', async () => {
      await pool.run('bench', { kind: 'cut', imageFile, subjectFile, enclosed: 'auto' }, quiet)
      const spins = await Promise.all(
        READINGS.map((_, spinIndex) => pool.run('bench', { kind: 'spin', subjectFile, spinIndex }, quiet)),
      )
      bytes = spins.map(({ webp }) => webp?.length ?? 0)
    })
    await stages.time('spin to mesh, four formats', () =>
      pool.run(
        'bench',
        { kind: 'mesh', subjectFile, spinIndex: 0, maxTriangles: 60_000, target: TARGET, name: 'mesh' },
        quiet,
      ),
    )
  }
  print(
    `${name} at 1024 px on ${THREADS} threads, median of ${RUNS}; spins of ${bytes.map((size) => `${(size / 1000).toFixed(0)} kB`).join(', ')} (bound ≤ 500 kB)`,
  )
  stages.print(print, {
    'photo to four spins': '≤ 1500 ms',
    'spin to mesh, four formats': '≤ 600 ms for its GLB alone',
  })
  print(`  resident after it            ${(process.memoryUsage().rss / 1e6).toFixed(0).padStart(5)} MB`)
  const start = performance.now()
  const fine = { imageFile, subjectFile: join(folder, 'subject-fine'), enclosed: 'auto' } as const
  const { glb } = await pool.run(
    'bench',
    { kind: 'mesh', subjectFile, fine, spinIndex: 0, maxTriangles: 240_000, target: TARGET, name: 'mesh' },
    quiet,
  )
  print(
    `  refined                      ${(performance.now() - start).toFixed(0).padStart(5)} ms; GLB ${((glb?.length ?? 0) / 1e6).toFixed(2)} MB (the bound of 3 MB is for previews)`,
  )
  await pool.close()
  await rm(folder, { recursive: true, force: true })
}
