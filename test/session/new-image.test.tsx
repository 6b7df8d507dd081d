import { act, cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import { NewImage } from '../../src/session/new-image.tsx'
import type { GivenFile } from '../../src/ui/given-files.ts'

afterEach(cleanup)

type Told = (entries: readonly FileSystemEntry[]) => void

const fileEntry = (fullPath: string, unreadable = false) => ({
  isDirectory: false,
  fullPath,
  file: (resolve: (file: File) => void, reject: (error: unknown) => void) =>
    unreadable ? reject(new DOMException('Denied', 'NotReadableError')) : resolve(new File(['x'], fullPath)),
})

/** A folder that tells its entries once `tell` is called. */
function slowFolder(entries: readonly object[]) {
  const waiting: Told[] = []
  let told = false
  const readEntries = (resolve: Told) => {
    if (told) return resolve([])
    waiting.push(resolve)
  }
  const entry = { isDirectory: true, fullPath: '/in', createReader: () => ({ readEntries }) }
  const tell = () => {
    told = true
    for (const resolve of waiting.splice(0)) resolve(entries as FileSystemEntry[])
  }
  return { item: { kind: 'file', webkitGetAsEntry: () => entry, getAsFile: () => null }, tell }
}

const loose = (name: string) => ({
  kind: 'file',
  webkitGetAsEntry: () => ({ isDirectory: false }),
  getAsFile: () => new File(['x'], name),
})

const drop = (item: object) =>
  act(async () => {
    const dataTransfer = { types: ['Files'], items: [item] }
    window.dispatchEvent(Object.assign(new Event('drop', { cancelable: true }), { dataTransfer }))
  })

/** Renders the way in; `paths` are those of every drop that was taken, after the name of who took it. */
function page() {
  const taken: string[][] = []
  const takeAs = (name: string) => (files: readonly GivenFile[]) => taken.push([name, ...files.map(({ path }) => path)])
  const { rerender } = render(<NewImage onFiles={takeAs('first')} />)
  return { taken, renderAgain: () => rerender(<NewImage onFiles={takeAs('second')} />) }
}

it('a folder with an entry that cannot be read gives the others, to the page as it is by then', async () => {
  const { taken, renderAgain } = page()
  const folder = slowFolder([fileEntry('/in/a.obj'), fileEntry('/in/locked.mtl', true), fileEntry('/in/b.png')])
  await drop(folder.item)
  renderAgain()
  await act(async () => folder.tell())
  await expect.poll(() => taken).toEqual([['second', 'in/a.obj', 'in/b.png']])
})

it('a folder of which nothing can be read is given all the same, so that the page says so', async () => {
  const { taken } = page()
  const folder = slowFolder([fileEntry('/in/locked.obj', true)])
  await drop(folder.item)
  await act(async () => folder.tell())
  await expect.poll(() => taken).toEqual([['first']])
})

it.each([
  ['dropped', () => drop(loose('chair.glb'))],
  ['chosen', () => userEvent.upload(screen.getByLabelText('Image file'), new File(['x'], 'chair.glb'))],
])('a folder that is still being read gives way to what is %s after it', async (_, giveMore) => {
  const { taken } = page()
  const folder = slowFolder([fileEntry('/in/a.obj')])
  await drop(folder.item)
  await giveMore()
  await act(async () => folder.tell())
  await drop(loose('last.glb'))
  await expect
    .poll(() => taken)
    .toEqual([
      ['first', 'chair.glb'],
      ['first', 'last.glb'],
    ])
})
