/** Puts a text into the clipboard. False when the browser does not allow it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // There is no such clipboard on plain HTTP, and permission for it may be denied.
    return copySelected(text)
  }
}

/** Copies as the artist's own Ctrl+C would: from a field that holds the text and has the selection. */
function copySelected(text: string): boolean {
  const before = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.style.position = 'fixed'
  field.style.opacity = '0'
  // All outside a modal dialog is inert and cannot be selected.
  ;(before?.closest('dialog') ?? document.body).append(field)
  field.select()
  const copied = document.execCommand('copy')
  field.remove()
  if (before instanceof HTMLElement) before.focus()
  return copied
}
