import { hexOf } from './hex.ts'

/**
 * 128 random bits as 32 hexadecimal digits. `crypto.randomUUID` would be missing where the page comes over plain HTTP
 * from any name but localhost.
 */
export const newId = (): string => hexOf(crypto.getRandomValues(new Uint8Array(16)))
