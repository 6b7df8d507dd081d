/** What a page with a gizmo costs at least: drei's own in an empty scene, as its documentation shows it. */
import { OrbitControls } from '@react-three/drei/core/OrbitControls'
import { PivotControls } from '@react-three/drei/web/pivotControls/index'
import { Canvas, useFrame } from '@react-three/fiber'
import { useRef } from 'react'
import { createRoot } from 'react-dom/client'

/** Marks the first picture that has the gizmo in it: from here on it can be dragged. */
function MarkUsable() {
  const drawn = useRef(false)
  useFrame(() => {
    if (drawn.current) return
    drawn.current = true
    requestAnimationFrame(() => performance.mark('usable'))
  })
  return null
}

createRoot(document.getElementById('root') ?? document.body).render(
  <Canvas>
    <PivotControls>
      <mesh>
        <boxGeometry />
        <meshNormalMaterial />
      </mesh>
    </PivotControls>
    <OrbitControls makeDefault />
    <MarkUsable />
  </Canvas>,
)
