import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { givenFiles, looseFile, type GivenFile } from '../ui/given-files.ts'
import css from './new-image.module.css'

export interface NewImageProps {
  /** Files that were given together; none where nothing of a folder can be read. */
  readonly onFiles: (files: readonly GivenFile[]) => void
}

const hasFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes('Files') ?? false

/** Spreadsheets copy text along with a picture of it. Pasted into a field, the text is meant; and a new picture may cost credits. */
const isTextForField = ({ target, clipboardData }: ClipboardEvent): boolean =>
  target instanceof HTMLInputElement && target.type !== 'file' && (clipboardData?.types.includes('text/plain') ?? false)

/**
 * Takes files and folders dropped anywhere on the page, or pasted. `over`: some are being dragged over the page;
 * `forget` leaves what is still being read of them.
 */
function useDropAndPaste(onFiles: NewImageProps['onFiles']) {
  const [over, setOver] = useState(false)
  const reading = useRef<DataTransfer>(null)
  const give = useEffectEvent(onFiles)
  useEffect(() => {
    const take = async (transfer: DataTransfer) => {
      reading.current = transfer
      // A folder takes its time: what was given since comes instead.
      const files = await givenFiles(transfer)
      if (reading.current === transfer) give(files)
    }
    const onDragOver = (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return
      event.preventDefault()
      setOver(true)
    }
    const onDragLeave = (event: DragEvent) => event.relatedTarget === null && setOver(false)
    const onDrop = (event: DragEvent) => {
      setOver(false)
      if (!hasFiles(event.dataTransfer)) return
      // Otherwise the browser leaves the page to show the file.
      event.preventDefault()
      if (event.dataTransfer) void take(event.dataTransfer)
    }
    const onPaste = (event: ClipboardEvent) => {
      const { clipboardData } = event
      if (!clipboardData || clipboardData.files.length === 0 || isTextForField(event)) return
      event.preventDefault()
      void take(clipboardData)
    }
    window.addEventListener('dragover', onDragOver)
    window.addEventListener('dragleave', onDragLeave)
    window.addEventListener('drop', onDrop)
    window.addEventListener('paste', onPaste)
    return () => {
      reading.current = null
      window.removeEventListener('dragover', onDragOver)
      window.removeEventListener('dragleave', onDragLeave)
      window.removeEventListener('drop', onDrop)
      window.removeEventListener('paste', onPaste)
    }
  }, [])
  const forget = () => {
    reading.current = null
  }
  return { over, forget }
}

/** Pictures, mesh formats, and the files that belong to a mesh. */
const ACCEPTED =
  'image/png,image/jpeg,image/webp,image/avif,image/gif,image/tiff,model/gltf-binary,.glb,.vrm,.gltf,.bin,.obj,.mtl,.stl,.ply,.usdz,.usda,.usdc,.zip'

/** Adds the artist's own picture or mesh: chosen in a dialog, dropped anywhere on the page, or pasted. */
export function NewImage({ onFiles }: NewImageProps) {
  const input = useRef<HTMLInputElement>(null)
  const { over, forget } = useDropAndPaste(onFiles)
  return (
    <>
      <Button
        icon="add"
        title="Choose, drop or paste pictures to make spins of, or a mesh to look at, with its files"
        onClick={() => input.current?.click()}
      >
        Add image
      </Button>
      <input
        ref={input}
        className={css.input}
        type="file"
        accept={ACCEPTED}
        multiple
        aria-label="Image file"
        tabIndex={-1}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])].map(looseFile)
          // So that choosing the same file again is a change again.
          event.target.value = ''
          if (files.length === 0) return
          forget()
          onFiles(files)
        }}
      />
      {over ? <output className={css.drop}>Drop images to make spins of them, or a mesh to look at it</output> : null}
    </>
  )
}
