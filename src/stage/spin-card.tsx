import { useFrame } from '@react-three/fiber'
import { useRef } from 'react'
import {
  DoubleSide,
  LinearFilter,
  LinearMipmapLinearFilter,
  SRGBColorSpace,
  type Mesh,
  type WebGLProgramParametersWithUniforms,
} from 'three'
import type { SceneSource } from './scene.ts'

/** The chosen spin, cut out. */
export interface SpinCardPicture {
  /** RGBA, rows from the bottom up; the alpha crosses one half at the subject's outline. */
  readonly data: Uint8Array
  readonly widthPx: number
  readonly heightPx: number
  /** How much of each edge lies around the subject. */
  readonly marginPx: number
}

/**
 * Draws the alpha's crossing of one half as an outline one pixel wide (Green, Improved Alpha-Tested Magnification for
 * Vector Textures, 2007).
 */
const SHARP_OUTLINE = `
#include <map_fragment>
float edge = (sampledDiffuseColor.a - 0.5) / max(fwidth(sampledDiffuseColor.a), 0.004);
diffuseColor.a = opacity * clamp(edge + 0.5, 0.0, 1.0);
`

function sharpen(shader: WebGLProgramParametersWithUniforms): void {
  shader.fragmentShader = shader.fragmentShader.replace('#include <map_fragment>', SHARP_OUTLINE)
}

interface SpinCardProps {
  readonly scene: SceneSource
  readonly picture: SpinCardPicture
}

/**
 * A card on which the spin's subject fills the box from side to side, so that stretching is seen before it is paid for.
 */
export function SpinCard({ scene, picture: { data, widthPx, heightPx, marginPx } }: SpinCardProps) {
  const mesh = useRef<Mesh>(null)
  useFrame(() => {
    const [width, height] = scene.get().sizeMetres
    const card = mesh.current
    card?.scale.set((width * widthPx) / (widthPx - 2 * marginPx), (height * heightPx) / (heightPx - 2 * marginPx), 1)
    card?.position.set(0, height / 2, 0)
  })

  return (
    <mesh ref={mesh} name="spin card" renderOrder={2}>
      <planeGeometry />
      <meshBasicMaterial
        side={DoubleSide}
        transparent
        opacity={0.94}
        depthWrite={false}
        toneMapped={false}
        onBeforeCompile={sharpen}
      >
        <dataTexture
          attach="map"
          args={[data, widthPx, heightPx]}
          colorSpace={SRGBColorSpace}
          magFilter={LinearFilter}
          minFilter={LinearMipmapLinearFilter}
          generateMipmaps
          anisotropy={4}
          needsUpdate
        />
      </meshBasicMaterial>
    </mesh>
  )
}
