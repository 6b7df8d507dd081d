import { useFrame, useThree } from '@react-three/fiber'
import { useEffect, useRef, useState } from 'react'
import { CanvasTexture, DoubleSide, SRGBColorSpace, type Mesh } from 'three'
import { cutCard } from './cut-card.ts'
import type { SceneSource } from './scene.ts'

export interface SpinCardSource {
  readonly src: string
  readonly label: string
}

/** The chosen spin as a card that fills the box from side to side, so that stretching is seen before it is paid for. */
export function SpinCard({ scene, src }: { readonly scene: SceneSource; readonly src: string }) {
  const [texture, setTexture] = useState<CanvasTexture<OffscreenCanvas> | null>(null)
  const card = useRef<Mesh>(null)
  const invalidate = useThree((state) => state.invalidate)

  useEffect(() => {
    const leaving = new AbortController()
    let made: CanvasTexture<OffscreenCanvas> | null = null
    cutCard(src, leaving.signal).then(
      (picture) => {
        if (leaving.signal.aborted || !picture) return
        const drawn = new CanvasTexture(picture)
        drawn.colorSpace = SRGBColorSpace
        made = drawn
        setTexture(drawn)
        invalidate()
      },
      // A spin that cannot be shown as a card is shown as such where spins are chosen.
      () => {},
    )
    return () => {
      leaving.abort()
      made?.dispose()
      setTexture(null)
    }
  }, [src, invalidate])

  useFrame(() => {
    const { sizeMetres } = scene.get()
    card.current?.scale.set(sizeMetres[0], sizeMetres[1], 1)
    card.current?.position.set(0, sizeMetres[1] / 2, 0)
  })

  return texture ? (
    <mesh ref={card} renderOrder={2}>
      <planeGeometry />
      <meshBasicMaterial map={texture} side={DoubleSide} transparent opacity={0.94} depthWrite={false} toneMapped={false} />
    </mesh>
  ) : null
}
