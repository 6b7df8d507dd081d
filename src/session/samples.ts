import type { Sample } from '../contract/sample.ts'

/**
 * The bundled samples; the first one opens with the page. Each suits another of the four readings: round, turned, slab, relief.
 * `npm run samples` makes their pictures and the `samples.json` beside them, which gives the engine its sample sessions.
 */
export const SAMPLES = [
  { code: 'SAMPLE_duck', name: 'Rubber duck', file: 'duck.webp', bestSpin: 0 },
  { code: 'SAMPLE_vase', name: 'Glazed vase', file: 'vase.webp', bestSpin: 1 },
  { code: 'SAMPLE_key', name: 'Brass key', file: 'key.webp', bestSpin: 2 },
  { code: 'SAMPLE_sun', name: 'Sun tondo', file: 'sun.webp', bestSpin: 3 },
] as const satisfies readonly Sample[]
