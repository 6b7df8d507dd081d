import { render, screen } from '@testing-library/react'
import { lazy } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import { Later } from '../../src/ui/later.tsx'

afterEach(() => vi.restoreAllMocks())

it('a part of the page that cannot be fetched says so, and leaves the rest as it is', async () => {
  // React writes down what a boundary has caught.
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const Missing = lazy(() => Promise.reject<never>(new TypeError('Failed to fetch dynamically imported module')))
  render(
    <>
      <p>The rest</p>
      <Later>
        <Missing />
      </Later>
    </>,
  )
  await screen.findByText('A part of the page could not be loaded.')
  expect(screen.getByText('The rest')).toBeDefined()
})
