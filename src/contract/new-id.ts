/**
 * 128 random bits as 32 hexadecimal digits. `crypto.randomUUID` would be missing where the page comes over plain HTTP
 * from any name but localhost.
 */
export const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
