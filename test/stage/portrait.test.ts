import fc from 'fast-check'
import { Vector3 } from 'three'
import { expect, it } from 'vitest'
import { portraitEye } from '../../src/stage/portrait.ts'

const side = fc.double({ min: 0.001, max: 100, noNaN: true })

it('a portrait shows all of a box of any shape, and fills the picture with it', () => {
  fc.assert(
    fc.property(side, side, side, side, (width, height, depth, away) => {
      const [min, max] = [
        [away, -away, 0],
        [away + width, height - away, depth],
      ] as const
      const eye = portraitEye({ min, max })
      const reach = [0, 1, 2, 3, 4, 5, 6, 7].map((k) => {
        const corner = new Vector3(k & 1 ? max[0] : min[0], k & 2 ? max[1] : min[1], k & 4 ? max[2] : min[2])
        const { x, y } = corner.project(eye)
        return Math.max(Math.abs(x), Math.abs(y))
      })
      expect(Math.max(...reach)).toBeLessThan(1)
      expect(Math.max(...reach)).toBeGreaterThan(0.85)
    }),
  )
})
