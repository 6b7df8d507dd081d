import { countEdges, type PlacedTriangles } from '../glb/count-edges.ts'

self.addEventListener('message', ({ data }: MessageEvent<readonly PlacedTriangles[]>) =>
  self.postMessage({ done: countEdges(data) }),
)
