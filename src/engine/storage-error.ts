import { ApiError } from '../contract/api-error.ts'

const isSystemError = (cause: unknown): cause is Error & { code: string } =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && 'syscall' in cause

/** The system's own word for what went wrong (ENOSPC, EBUSY, …). */
export const systemCodeOf = (cause: unknown): string => (isSystemError(cause) ? cause.code : 'unknown')

/**
 * Why the data folder could not be used. `dataDir` is named only to whoever starts the server: the answers of a running
 * one tell nobody where its files lie.
 */
export function storageError(cause: unknown, dataDir?: string): ApiError {
  const code = systemCodeOf(cause)
  const folder = dataDir === undefined ? 'The data folder' : `The data folder ${dataDir}`
  const what =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? `The disk of ${folder.replace('The', 'the')} is full. Free some space and try again.`
      : `${folder} cannot be used (${code}). Make it a folder that the server may write to, or set PLINTH_DATA to another one.`
  return new ApiError('storage', what, { cause })
}

/** A system error as a storage error, since its own message holds a path; any other error as it is. */
export const asStorageError = (error: unknown): unknown => (isSystemError(error) ? storageError(error) : error)
