import { countEdges, type Part } from '../glb/count-edges.ts'

self.addEventListener('message', ({ data }: MessageEvent<readonly Part[]>) =>
  self.postMessage({ done: countEdges(data) }),
)
