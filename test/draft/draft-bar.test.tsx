import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  vi.resetModules()
})

describe('undo and redo', () => {
  it.each([
    ['MacIntel', '⌘ Z', '⌘ ⇧ Z'],
    ['Win32', 'Ctrl Z', 'Ctrl Shift Z'],
  ])('name their keys as they are labelled on %s', async (platform, undoKeys, redoKeys) => {
    vi.stubGlobal('navigator', { platform, userAgent: platform })
    const { DraftBar } = await import('../../src/draft/draft-bar.tsx')
    const { createDraftStore } = await import('../../src/draft/draft-store.ts')
    render(<DraftBar store={createDraftStore()} />)
    expect(screen.getByRole('button', { name: 'Undo' }).title).toBe(`Undo (${undoKeys})`)
    expect(screen.getByRole('button', { name: 'Redo' }).title).toBe(`Redo (${redoKeys})`)
  })
})
