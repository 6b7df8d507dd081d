import { afterEach, expect, it, vi } from 'vitest'

afterEach(() => vi.unstubAllGlobals())

it.each([
  ['MacIntel', '⌘ ⇧ ⌥'],
  ['iPhone', '⌘ ⇧ ⌥'],
  ['Win32', 'Ctrl Shift Alt'],
  ['Linux x86_64', 'Ctrl Shift Alt'],
])('on %s the keys that are held are called %s', async (platform, names) => {
  vi.resetModules()
  vi.stubGlobal('navigator', { platform })
  const { KEY_NAMES } = await import('../../src/ui/key-names.ts')
  expect(Object.values(KEY_NAMES).join(' ')).toBe(names)
})
