import { countEdges, type Part } from './count-edges.ts'

self.addEventListener('message', ({ data }: MessageEvent<readonly Part[]>) =>
  self.postMessage({ done: countEdges(data) }),
)
