import { useEffect, useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import css from './new-image.module.css'

export interface NewImageProps {
  readonly onFile: (file: File) => void
}

const hasFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes('Files') ?? false

/** Spreadsheets copy a picture beside the text; in a field the text is what is meant, and a picture may cost credits. */
const isMeantForField = ({ target, clipboardData }: ClipboardEvent): boolean =>
  target instanceof HTMLInputElement && target.type !== 'file' && (clipboardData?.types.includes('text/plain') ?? false)

/** Files dropped anywhere on the page, or pasted. Returns whether one hangs over the page just now. */
function useDropAndPaste(onFile: (file: File) => void): boolean {
  const [over, setOver] = useState(false)
  const latest = useRef(onFile)
  useEffect(() => {
    latest.current = onFile
  })
  useEffect(() => {
    const take = (file: File | undefined) => file && latest.current(file)
    const onDragOver = (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return
      event.preventDefault()
      setOver(true)
    }
    const onDragLeave = (event: DragEvent) => event.relatedTarget === null && setOver(false)
    const onDrop = (event: DragEvent) => {
      setOver(false)
      if (!hasFiles(event.dataTransfer)) return
      // Without this the browser leaves the page for the file.
      event.preventDefault()
      take(event.dataTransfer?.files[0])
    }
    const onPaste = (event: ClipboardEvent) => {
      const file = event.clipboardData?.files[0]
      if (!file || isMeantForField(event)) return
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

/** One's own image: by file dialog, by drop anywhere, or by paste. */
export function NewImage({ onFile }: NewImageProps) {
  const input = useRef<HTMLInputElement>(null)
  const over = useDropAndPaste(onFile)
  return (
    <>
      <Button
        title="Choose a picture, drop one anywhere, or paste; a GLB is opened to be looked at"
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
          // The same file may be chosen again after a mishap.
          event.target.value = ''
          if (file) onFile(file)
        }}
      />
      {over ? (
        <div className={css.drop} role="status">
          <p>Drop an image to make spins of it, or a GLB to look at it</p>
        </div>
      ) : null}
    </>
  )
}
