/** By names that are words: `z.catch` reads like a promise's, to people and to the linter. */
export { catch as otherwise, _default as withDefault } from 'zod/mini'
