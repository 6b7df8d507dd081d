import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import css from './new-image.module.css'

export interface NewImageProps {
  readonly onFile: (file: File) => void
}

const hasFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes('Files') ?? false

/** Spreadsheets copy text along with a picture of it. Pasted into a field, the text is meant; and a new picture may cost credits. */
const isTextForField = ({ target, clipboardData }: ClipboardEvent): boolean =>
  target instanceof HTMLInputElement && target.type !== 'file' && (clipboardData?.types.includes('text/plain') ?? false)

/** Takes files dropped anywhere on the page, or pasted. Returns whether one is being dragged over the page. */
function useDropAndPaste(onFile: (file: File) => void): boolean {
  const [over, setOver] = useState(false)
  const take = useEffectEvent((file: File | undefined) => file && onFile(file))
  useEffect(() => {
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
      take(event.dataTransfer?.files[0])
    }
    const onPaste = (event: ClipboardEvent) => {
      const file = event.clipboardData?.files[0]
      if (!file || isTextForField(event)) return
      event.preventDefault()
      take(file)
    }
    window.addEventListener('dragover', onDragOver)
    window.addEventListener('dragleave', onDragLeave)
    window.addEventListener('drop', onDrop)
    window.addEventListener('paste', onPaste)
    return () => {
      window.removeEventListener('dragover', onDragOver)
      window.removeEventListener('dragleave', onDragLeave)
      window.removeEventListener('drop', onDrop)
      window.removeEventListener('paste', onPaste)
    }
  }, [])
  return over
}

/** Adds the artist's own picture: chosen in a dialog, dropped anywhere on the page, or pasted. */
export function NewImage({ onFile }: NewImageProps) {
  const input = useRef<HTMLInputElement>(null)
  const over = useDropAndPaste(onFile)
  return (
    <>
      <Button
        title="Choose, drop or paste a picture to make spins of, or a GLB to look at"
        onClick={() => input.current?.click()}
      >
        Add image
      </Button>
      <input
        ref={input}
        className={css.input}
        type="file"
        accept="image/png,image/jpeg,image/webp,image/avif,image/gif,image/tiff,model/gltf-binary,.glb"
        aria-label="Image file"
        tabIndex={-1}
        onChange={(event) => {
          const file = event.target.files?.[0]
          // So that choosing the same file again is a change again.
          event.target.value = ''
          if (file) onFile(file)
        }}
      />
      {over ? <output className={css.drop}>Drop an image to make spins of it, or a GLB to look at it</output> : null}
    </>
  )
}
