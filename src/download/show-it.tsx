import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Vec3 } from '../contract/vec3.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Progress } from '../ui/progress.tsx'
import { arLink, thisPhone } from './ar-link.ts'
import css from '../result/extras.module.css'
import { nameWith } from './file-name.ts'
import { resultUrl, type Result } from '../result/result.ts'
import { saveFile } from './save-file.ts'
import { turntableWebm, turntableWebp, webmType } from './turntable.ts'
import { useViewing, type Viewer } from '../viewer/viewer.ts'

/** Takes pictures of the mesh without grid, box and handles. */
export interface MeshCamera {
  take(size: { readonly widthPx: number; readonly heightPx: number }, turnRad?: number): OffscreenCanvas
  readonly largestPx: number
}

export interface ShowItProps {
  readonly result: Result
  /** Of the mesh on the stage, in metres; null until it is known. */
  readonly size: Vec3 | null
  /** The stage shows it with another size or origin than its file has. */
  readonly refitted: boolean
  readonly viewer: Viewer
  readonly camera: () => MeshCamera | null
  readonly onPresent: () => void
}

type Kind = 'png' | 'webm' | 'webp'

const groundColour = (): string => getComputedStyle(document.documentElement).getPropertyValue('--stage-ground').trim()

/** How an artist shows a mesh to others: pictures, a turntable, the big screen, augmented reality. */
export function ShowIt({ result, size: meshSize, refitted, viewer, camera, onPresent }: ShowItProps) {
  const comparing = useViewing(viewer, ({ compared }) => compared.length > 0)
  const [width, setWidth] = useState('1920')
  const [height, setHeight] = useState('1080')
  const [done, setDone] = useState<number | null>(null)
  const stopping = useRef<AbortController>(null)
  const largest = camera()?.largestPx ?? 8192
  const good = (text: string): boolean => /^\d+$/.test(text) && Number(text) >= 16 && Number(text) <= largest
  const fits = good(width) && good(height)

  const save = useMutation({
    mutationFn: async (kind: Kind) => {
      const eye = camera()
      if (!eye) throw new Error('The 3D view is not running, so there is nothing to take a picture of.')
      const size = { widthPx: Number(width), heightPx: Number(height) }
      if (kind === 'png')
        return saveFile(await eye.take(size).convertToBlob(), nameWith(result, meshSize, `_${width}x${height}.png`))
      stopping.current = new AbortController()
      const turn = {
        ...size,
        draw: (turnRad: number) => eye.take(size, turnRad),
        onFrame: (frame: number, of: number) => setDone((100 * frame) / of),
        signal: stopping.current.signal,
      }
      const blob = await (kind === 'webm' ? turntableWebm(turn, groundColour()) : turntableWebp(turn))
      saveFile(blob, nameWith(result, meshSize, `_turntable.${kind}`))
    },
    onSettled: () => setDone(null),
    networkMode: 'always',
    retry: false,
  })
  const off = !fits || comparing
  // A pressed button keeps the focus while the picture is made, so it is not disabled but waits.
  const take = (kind: Kind) => save.isPending || save.mutate(kind)
  const failed = save.isError && !(save.error instanceof DOMException && save.error.name === 'AbortError')
  const pixels = (name: string, value: string, set: (text: string) => void) => (
    <input
      className={css.pixels}
      type="text"
      inputMode="numeric"
      aria-label={name}
      aria-invalid={!good(value)}
      value={value}
      onChange={(event) => set(event.target.value.trim())}
    />
  )

  return (
    <section className={css.section} aria-labelledby="show-it-title">
      <h3 className={css.title} id="show-it-title">
        Show it
      </h3>
      <div className={css.row}>
        {pixels('Picture width', width, setWidth)}
        <span aria-hidden="true">×</span>
        {pixels('Picture height', height, setHeight)}
        <span>px{fits ? '' : `, 16 to ${largest} each`}</span>
      </div>
      <div className={css.four}>
        <Button
          icon="picture"
          disabled={off}
          aria-disabled={save.isPending}
          title="The view as it is now, as PNG with a transparent background"
          onClick={() => take('png')}
        >
          Picture
        </Button>
        {webmType() ? (
          <Button
            icon="film"
            disabled={off}
            aria-disabled={save.isPending}
            title="One turn in four seconds, as a WebM video with the stage’s background"
            onClick={() => take('webm')}
          >
            Video
          </Button>
        ) : null}
        <Button
          icon="film"
          disabled={off}
          aria-disabled={save.isPending}
          title="One turn in four seconds, as an animated WebP with a transparent background"
          onClick={() => take('webp')}
        >
          Loop
        </Button>
        <Button
          icon="present"
          title="Only the stage and the spins, for a projector. Arrow keys step through the session’s meshes, Esc exits"
          onClick={onPresent}
        >
          Present
        </Button>
        {refitted ? null : <ArDoor result={result} />}
      </div>
      {comparing ? <p className={css.note}>Stop comparing to save a picture.</p> : null}
      {refitted && arDoor(result) ? (
        <p className={css.note}>
          “In your room” shows the file as it came, so it is not offered while another size or origin is set. Undo that,
          or generate with it.
        </p>
      ) : null}
      {save.isPending && done !== null ? (
        <div className={css.section}>
          <Progress name="Turntable" percent={done} />
          <Button look="quiet" onClick={() => stopping.current?.abort()}>
            Stop
          </Button>
        </div>
      ) : null}
      {failed ? (
        <Notice
          tone="bad"
          what={save.error.message}
          next={
            save.error instanceof RangeError
              ? 'Choose a smaller size.'
              : 'Try again in a moment, or choose the other format.'
          }
        />
      ) : null}
    </section>
  )
}

const absolute = (result: Result, format: 'usdz' | 'glb'): string | null =>
  !result.own && result.formats.includes(format) ? new URL(resultUrl(result, format), location.href).href : null

const arDoor = (result: Result) => arLink({ usdz: absolute(result, 'usdz'), glb: absolute(result, 'glb') }, thisPhone())

function ArDoor({ result }: { readonly result: Result }) {
  const link = arDoor(result)
  if (!link) return null
  return (
    <a className={css.link} href={link.href} {...(link.kind === 'quick-look' ? { rel: 'ar' } : {})}>
      {/* Safari opens Quick Look only from a link whose one child is a picture. */}
      {link.kind === 'quick-look' ? <img src="/icon.svg" alt="In your room" width="20" height="20" /> : 'In your room'}
    </a>
  )
}
