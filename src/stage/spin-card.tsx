import { useFrame, useThree } from '@react-three/fiber'
import { useEffect, useRef, useState } from 'react'
import {
  DataTexture,
  DoubleSide,
  LinearFilter,
  LinearMipmapLinearFilter,
  SRGBColorSpace,
  type Mesh,
  type WebGLProgramParametersWithUniforms,
} from 'three'
import { cutCard, type Card } from '../session/cut-card.ts'
import type { SceneSource } from './scene.ts'

export interface SpinCardSource {
  readonly src: string
  readonly label: string
}

/** Before each further try: a spin may be under way yet, or the network away. */
const WAITS_MS = [700, 2000, 6000, 15_000] as const

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
  })

/** The card, from the first try that gives one; null when none does. A spin that cannot be shown as a card is shown as such where spins are chosen. */
async function insistOn(src: string, signal: AbortSignal): Promise<Card | null> {
  for (const waitMs of [0, ...WAITS_MS]) {
    if (waitMs > 0) await pause(waitMs, signal)
    const card = await cutCard(src, signal).catch(() => null)
    if (card || signal.aborted) return card
  }
  return null
}

function textureOf({ data, widthPx, heightPx }: Card): DataTexture {
  const texture = new DataTexture(data, widthPx, heightPx)
  texture.colorSpace = SRGBColorSpace
  texture.magFilter = LinearFilter
  texture.minFilter = LinearMipmapLinearFilter
  texture.generateMipmaps = true
  texture.anisotropy = 4
  texture.needsUpdate = true
  return texture
}

/** Draws the alpha's crossing of one half as an outline one pixel wide (Green, Improved Alpha-Tested Magnification for Vector Textures, 2007). */
const SHARP_OUTLINE = `
#include <map_fragment>
float edge = (sampledDiffuseColor.a - 0.5) / max(fwidth(sampledDiffuseColor.a), 0.004);
diffuseColor.a = opacity * clamp(edge + 0.5, 0.0, 1.0);
`

function sharpen(shader: WebGLProgramParametersWithUniforms): void {
  shader.fragmentShader = shader.fragmentShader.replace('#include <map_fragment>', SHARP_OUTLINE)
}

/** The chosen spin as a card that fills the box from side to side, so that stretching is seen before it is paid for. */
export function SpinCard({ scene, src }: { readonly scene: SceneSource; readonly src: string }) {
  const [shown, setShown] = useState<{ readonly card: Card; readonly texture: DataTexture } | null>(null)
  const mesh = useRef<Mesh>(null)
  const invalidate = useThree((state) => state.invalidate)

  useEffect(() => {
    const leaving = new AbortController()
    let made: DataTexture | null = null
    void insistOn(src, leaving.signal).then((card) => {
      if (leaving.signal.aborted || !card) return
      made = textureOf(card)
      setShown({ card, texture: made })
    })
    return () => {
      leaving.abort()
      made?.dispose()
      setShown(null)
    }
  }, [src])
  // Once the mesh is in the scene: a frame that was asked for before would have been drawn without it.
  useEffect(() => invalidate(), [invalidate, shown])

  useFrame(() => {
    if (!shown) return
    const { sizeMetres } = scene.get()
    const { widthPx, heightPx, marginPx } = shown.card
    mesh.current?.scale.set(
      (sizeMetres[0] * widthPx) / (widthPx - 2 * marginPx),
      (sizeMetres[1] * heightPx) / (heightPx - 2 * marginPx),
      1,
    )
    mesh.current?.position.set(0, sizeMetres[1] / 2, 0)
  })

  return shown ? (
    <mesh ref={mesh} name="spin card" renderOrder={2}>
      <planeGeometry />
      <meshBasicMaterial
        map={shown.texture}
        side={DoubleSide}
        transparent
        opacity={0.94}
        depthWrite={false}
        toneMapped={false}
        onBeforeCompile={sharpen}
      />
    </mesh>
  ) : null
}
