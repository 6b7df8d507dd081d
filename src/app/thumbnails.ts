import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useState, type RefObject } from 'react'
import { keptResults } from '../result/kept-results.ts'
import { meshQuery } from '../result/mesh-query.ts'
import type { ResultItem } from '../result/result-item.ts'
import { thumbnailQuery } from '../result/thumbnail-query.ts'
import type { PhotoCamera } from '../stage/photographer.tsx'
import type { Viewer } from '../viewer/viewer.ts'

/** Four times what the list shows, for the library and for sharp screens. */
const SIZE = { widthPx: 224, heightPx: 224 } as const

async function portray({ result, kept }: ResultItem, camera: PhotoCamera, client: QueryClient): Promise<void> {
  if (!kept || (await keptResults.thumbnailOf(kept.id))) return
  const [mesh, { cloneScene }] = await Promise.all([
    client.fetchQuery(meshQuery(result)),
    import('../viewer/clone-scene.ts'),
  ])
  const canvas = camera.portray(cloneScene(mesh.scene), mesh.box, SIZE)
  await keptResults.keepThumbnail(kept.id, await canvas.convertToBlob({ type: 'image/webp', quality: 0.85 }))
  await client.invalidateQueries({ queryKey: thumbnailQuery(kept).queryKey })
}

/** Draws a picture of each kept mesh that has none yet, one after another, by the stage’s own camera once there is one. */
export function useThumbnails(
  items: readonly ResultItem[],
  camera: RefObject<PhotoCamera | null>,
  viewer: Viewer,
): void {
  const client = useQueryClient()
  const [tried] = useState(() => new Set<string>())
  useEffect(() => {
    let left = false
    const work = async () => {
      for (const item of items) {
        // Another look is in the materials themselves. The next mesh, or the next visit, comes back to it.
        if (left || !camera.current || viewer.get().look !== 'textured') return
        if (!item.kept || tried.has(item.kept.id)) continue
        tried.add(item.kept.id)
        // What cannot be drawn goes by the number of its spin.
        await portray(item, camera.current, client).catch(() => {})
      }
    }
    void work()
    return () => {
      left = true
    }
  }, [items, camera, viewer, client, tried])
}
