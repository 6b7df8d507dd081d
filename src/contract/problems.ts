import type * as z from 'zod/mini'

/** One fault of an input: its path, and a text such as `expected a number > 0 or -1, got 0`. */
export interface Problem {
  readonly path: string
  readonly text: string
}

const SHOWN_LENGTH = 60

/** A value as a reader recognises it, cut to `SHOWN_LENGTH` characters. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'number') return String(value)
  const text = JSON.stringify(value) ?? typeof value
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text
}

/** Zod `error` option that says `expected <what>, got <input>`. */
export const expected = (what: string) => ({
  error: (issue: { input?: unknown }) => `expected ${what}, got ${show(issue.input)}`,
})

/** `['scaled_bbox', 1]` → `scaled_bbox[1]`. */
function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key)),
    '',
  )
}

/** The problems of a failed parse, one per fault; an unknown key is named by its own path. */
function problemsOf(error: z.core.$ZodError): Problem[] {
  return error.issues.flatMap((issue) => {
    const path = pathText(issue.path)
    if (issue.code !== 'unrecognized_keys') return [{ path, text: issue.message }]
    return issue.keys.map((key) => ({ path: path ? `${path}.${key}` : key, text: 'no such field' }))
  })
}

/** `At scaled_bbox[1]: expected a number > 0 or -1, got 0`, one sentence per problem. */
const sentencesOf = (problems: readonly Problem[]): string[] =>
  problems.map(({ path, text }) => (path ? `At ${path}: ${text}` : text.charAt(0).toUpperCase() + text.slice(1)))

/** Thrown by `parseWith`; `message` holds every sentence, one per line. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput'
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(sentencesOf(problems).join('\n'))
    this.problems = problems
  }
}

/** Parses `input` or throws InvalidInput with a sentence per problem. */
export function parseWith<S extends z.ZodMiniType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input)
  if (!parsed.success) throw new InvalidInput(problemsOf(parsed.error))
  return parsed.data
}
