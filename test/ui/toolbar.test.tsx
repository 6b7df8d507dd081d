import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { DraftBar } from '../../src/draft/draft-bar.tsx'
import { createDraftStore } from '../../src/draft/draft-store.ts'
import { ViewTools } from '../../src/stage/view-tools.tsx'
import { ViewerBar } from '../../src/viewer/viewer-bar.tsx'
import { createViewer } from '../../src/viewer/viewer.ts'

afterEach(cleanup)

/** Of a tool that is an icon alone, the name that is read aloud. */
const focusedText = () => document.activeElement?.textContent || document.activeElement?.getAttribute('aria-label')

/** Radix moves the focus after the key event. */
const expectFocus = (text: string | undefined) => expect.poll(focusedText).toBe(text)

const TOOLBARS: [name: string, toolbar: () => ReactNode, tools: string[]][] = [
  [
    'View',
    () => <ViewTools camera={{ current: null }} box onBox={() => {}} figure={false} onFigure={() => {}} />,
    ['Front', 'Right', 'Top', 'Three-quarter', 'Frame all', 'Box', 'Scale'],
  ],
  ['Draft', () => <DraftBar store={createDraftStore()} />, ['Undo', 'Redo', 'Start over']],
  [
    'Viewer',
    () => <ViewerBar viewer={createViewer()} uv />,
    ['Textured', 'Clay', 'Normals', 'Wire', 'UV', 'Auto-rotate', 'Light'],
  ],
]

describe.each(TOOLBARS)('the %s toolbar', (name, toolbar, tools) => {
  async function enter() {
    const user = userEvent.setup()
    render(
      <>
        {toolbar()}
        <button type="button">After</button>
      </>,
    )
    await user.tab()
    return user
  }

  it('is one Tab stop', async () => {
    const user = await enter()
    expect(screen.getByRole('toolbar', { name }).contains(document.activeElement)).toBe(true)
    expect(focusedText()).toBe(tools[0])
    await user.tab()
    expect(focusedText()).toBe('After')
  })

  it('moves the focus from tool to tool with the arrow keys, and to its ends with Home and End', async () => {
    const user = await enter()
    for (const tool of tools.slice(1)) {
      await user.keyboard('{ArrowRight}')
      await expectFocus(tool)
    }
    await user.keyboard('{Home}')
    await expectFocus(tools[0])
    await user.keyboard('{End}')
    await expectFocus(tools.at(-1))
    await user.keyboard('{ArrowLeft}')
    await expectFocus(tools.at(-2))
  })

  it('is entered again at the tool that was left', async () => {
    const user = await enter()
    await user.keyboard('{ArrowRight}')
    await expectFocus(tools[1])
    await user.tab()
    await user.tab({ shift: true })
    expect(focusedText()).toBe(tools[1])
  })
})

describe('segments in a toolbar', () => {
  it('are selected with Space and not by passing over them, and one is always selected', async () => {
    const viewer = createViewer()
    render(<ViewerBar viewer={viewer} uv />)
    const user = userEvent.setup()
    await user.tab()
    await user.keyboard('{ArrowRight}')
    await expectFocus('Clay')
    expect(viewer.get().look).toBe('textured')
    await user.keyboard(' ')
    expect(viewer.get().look).toBe('clay')
    await user.keyboard(' ')
    expect(viewer.get().look).toBe('clay')
    expect(screen.getByRole('radio', { checked: true }).textContent).toBe('Clay')
  })
})
