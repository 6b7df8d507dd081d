import draco3d from 'draco3d'
import { describe, expect, it } from 'vitest'
import { openGlb } from '../../src/viewer/open-glb.ts'
import { refit } from '../../src/glb/refit.ts'
import { KINDS_OF_GLB } from '../fixtures/generated-glb.ts'
import { jsonText, withJson } from '../fixtures/glb-json.ts'
import { mutated, randomOf } from '../fixtures/mutate.ts'
import { PACKED_GLBS } from '../fixtures/packed-glb.ts'

const RUNS = 5000
const SEED = 20_261_124

/** three.js unpacks Draco in web workers, which Node lacks; the refit does it in place. */
const isDraco = (glb: Uint8Array): boolean => jsonText(glb).includes('KHR_draco_mesh_compression')

/** Without its pictures, which three.js cannot decode in Node. */
const withoutPictures = (glb: Uint8Array): Uint8Array =>
  withJson(glb, (json) => {
    for (const name of ['images', 'textures', 'samplers'] as const) delete json[name]
    json.extensionsUsed = json.extensionsRequired = (json.extensionsUsed ?? []).filter(
      (name) => !name.includes('texture'),
    )
    if (json.materials) json.materials = json.materials.map(() => ({}))
  })

/** Errors whose message is a sentence for the artist; a loader's own message is not. */
const FOR_ARTIST = new Set(['UnsafeGlbError', 'RefitError', 'UnshownGlbError'])

const isForArtist = (error: unknown): boolean =>
  error instanceof Error &&
  (FOR_ARTIST.has(error.name) || error.message === 'The file holds no mesh that can be shown.') &&
  /^[A-Z].*\.$/.test(error.message)

const answerOf = (open: () => Promise<unknown>): Promise<string> =>
  open().then(
    () => 'opened',
    (error: unknown) =>
      isForArtist(error) ? 'refused' : error instanceof Error ? (error.stack ?? error.message) : String(error),
  )

describe(`${RUNS} damaged files`, () => {
  it('each opens or is refused with a sentence, by the viewer and by a refit, and none hangs', async () => {
    const random = randomOf(SEED)
    const draco = await draco3d.createDecoderModule()
    const whole = await Promise.all(
      [...Object.values(KINDS_OF_GLB), ...Object.values(PACKED_GLBS)].map((make) => make()),
    )
    const plain = whole.map(withoutPictures).filter((glb) => !isDraco(glb))
    const answers = new Map<string, number>()
    const count = (way: string, answer: string) =>
      answers.set(`${way}: ${answer}`, (answers.get(`${way}: ${answer}`) ?? 0) + 1)
    const one = (files: readonly Uint8Array[]): Uint8Array =>
      files[Math.floor(random() * files.length)] ?? new Uint8Array()
    for (let run = 0; run < RUNS; run++) {
      const [shown, fitted] = [mutated(one(plain), random), mutated(one(whole), random)]
      count('viewer', await answerOf(() => openGlb(Uint8Array.from(shown))))
      count('refit', await answerOf(() => refit(fitted, { scaled_bbox: [1, 2, 3], pivot_point: [0, 0, 0] }, draco)))
    }
    const ways = ['viewer: opened', 'viewer: refused', 'refit: opened', 'refit: refused']
    expect([...answers.keys()].filter((answer) => !ways.includes(answer))).toEqual([])
    // Neither refusing everything nor passing everything would do.
    for (const way of ways) expect(answers.get(way), way).toBeGreaterThan(RUNS / 20)
  })
})
