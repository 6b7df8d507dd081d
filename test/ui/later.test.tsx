import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { lazy } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import { Later } from '../../src/ui/later.tsx'

afterEach(() => vi.restoreAllMocks())

it('a part of the page that cannot be fetched says so, leaves the rest as it is, and reloads it only from a server that is there', async () => {
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
  await screen.findByText('This part could not be loaded.')
  expect(screen.getByText('The rest')).toBeDefined()
  const reload = vi.spyOn(location, 'reload').mockImplementation(() => {})
  const page = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('Failed to fetch'))
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  await screen.findByText('It still cannot be loaded.')
  expect(reload).not.toHaveBeenCalled()
  page.mockResolvedValue(new Response('<!doctype html>'))
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(reload).toHaveBeenCalledOnce())
})
