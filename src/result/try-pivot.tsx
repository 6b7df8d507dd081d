import { useEffect } from 'react'
import { Button } from '../ui/button.tsx'
import { useMedia } from '../ui/media.ts'
import css from './extras.module.css'
import { MOTIONS, type MotionName } from '../viewer/motion.ts'
import { useViewing, type Viewer } from '../viewer/viewer.ts'

/** Shows what the origin will do in a game: the mesh moves about it until it is stopped. */
export function TryPivot({ viewer }: { readonly viewer: Viewer }) {
  const motion = useViewing(viewer, (viewing) => viewing.motion)
  const still = useMedia('reducedMotion')
  useEffect(() => () => viewer.set({ motion: null }), [viewer])
  return (
    <section className={css.section} aria-labelledby="try-pivot-title">
      <h3 className={css.title} id="try-pivot-title">
        Try the pivot
      </h3>
      <div className={css.four}>
        {(Object.keys(MOTIONS) as MotionName[]).map((name) => (
          <Button
            key={name}
            aria-pressed={motion === name}
            title={MOTIONS[name].title}
            onClick={() => viewer.set({ motion: motion === name ? null : name, compared: [] })}
            onKeyDown={(event) => event.key === 'Escape' && viewer.set({ motion: null })}
          >
            {MOTIONS[name].name}
          </Button>
        ))}
      </div>
      {motion === null ? null : (
        <output className={css.note}>
          {MOTIONS[motion].title}.{still ? ' Shown as a still, since your system asks for less motion.' : ''}
        </output>
      )}
    </section>
  )
}
