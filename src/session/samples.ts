import type { Sample } from '../contract/sample.ts'

/**
 * The bundled samples; the first is open when the page is. Each shows another reading at its best: round, turned, slab,
 * relief. `npm run samples` makes their pictures, and `samples.json` beside them, from which the server seeds the engine.
 */
export const SAMPLES = [
  { code: 'SAMPLE_duck', name: 'Rubber duck', file: 'duck.webp', bestSpin: 0 },
  { code: 'SAMPLE_vase', name: 'Glazed vase', file: 'vase.webp', bestSpin: 1 },
  { code: 'SAMPLE_key', name: 'Brass key', file: 'key.webp', bestSpin: 2 },
  { code: 'SAMPLE_sun', name: 'Sun tondo', file: 'sun.webp', bestSpin: 3 },
] as const satisfies readonly Sample[]
