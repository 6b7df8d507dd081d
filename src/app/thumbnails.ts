import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { keptResults } from '../result/kept-results.ts'
import { meshQuery } from '../result/mesh-query.ts'
import type { ResultItem } from '../result/result-item.ts'
import { thumbnailQuery } from '../result/thumbnail-query.ts'
import type { PhotoCamera } from '../stage/photographer.tsx'

/** Four times what the list shows, for the library and for sharp screens. */
const SIZE = { widthPx: 224, heightPx: 224 } as const

async function portray({ result, kept }: ResultItem, camera: PhotoCamera, client: QueryClient): Promise<void> {
  if (!kept || (await keptResults.thumbnailOf(kept.id))) return
  const [mesh, { cloneScene }, { disposeClone, disposeScene }] = await Promise.all([
    client.fetchQuery(meshQuery(result)),
    import('../viewer/clone-scene.ts'),
    import('../viewer/dispose-scene.ts'),
  ])
  const scene = cloneScene(mesh.scene)
  const draw = () => {
    try {
      return camera.portray(scene, mesh.box, SIZE)
    } finally {
      disposeClone(scene)
      // Of a mesh that nothing shows, nothing else would free the rest.
      if (mesh.scene.parent === null) disposeScene(mesh.scene)
    }
  }
  const picture = await draw().convertToBlob({ type: 'image/webp', quality: 0.85 })
  await keptResults.keepThumbnail(kept.id, picture)
  await client.invalidateQueries({ queryKey: thumbnailQuery(kept).queryKey })
}

/** Draws a picture of each kept mesh that has none yet, one after another, by the stage’s own camera once there is one. */
export function useThumbnails(items: readonly ResultItem[], camera: PhotoCamera | null): void {
  const client = useQueryClient()
  const [tried] = useState(() => new Set<string>())
  useEffect(() => {
    if (!camera) return undefined
    let left = false
    const work = async () => {
      for (const item of items) {
        if (left) return
        if (!item.kept || tried.has(item.kept.id)) continue
        tried.add(item.kept.id)
        // What cannot be drawn goes by the number of its spin.
        await portray(item, camera, client).catch(() => {})
      }
    }
    void work()
    return () => {
      left = true
    }
  }, [items, camera, client, tried])
}
