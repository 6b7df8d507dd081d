import { z } from 'zod'
import { ENCLOSED_CHOICES, ENCLOSED_OUTCOMES } from '../contract/enclosed-areas.ts'
import { MESH_FORMATS } from '../contract/mesh-fields.ts'
import { proportionsSchema } from '../contract/natural.ts'
import { SESSION_CODE } from '../contract/session-code.ts'
import { MAX_SPINS, pivotPointSchema, scaledBboxSchema } from '../contract/preview-request.ts'

const spinIndex = z
  .number()
  .int()
  .min(0)
  .max(MAX_SPINS - 1)
const outcome = z.enum(ENCLOSED_OUTCOMES)
const key = z.string().regex(SESSION_CODE)
/** What was made before, where one request asked for it all: `progress.ts` counts on from there. */
const follows = z.array(z.enum(['spins', 'preview'])).optional()

/** The size and pivot that a mesh was requested with. */
const targetSchema = z.object({
  scaledBbox: z.optional(scaledBboxSchema),
  pivotPoint: z.optional(pivotPointSchema),
  preserveAspectRatio: z.boolean(),
})

/** Stays in the record until it is done or has failed, so that a restart takes it up again. */
const jobSchema = z.discriminatedUnion('kind', [
  /** `before`: what was chosen for the enclosed areas until another choice made these spins necessary. */
  z.object({ kind: z.literal('spins'), key, before: z.enum(ENCLOSED_CHOICES).optional() }),
  z.object({ kind: z.literal('preview'), key, spinIndex, target: targetSchema, follows }),
  z.object({ kind: z.literal('refine'), key, spinIndex, target: targetSchema, follows }),
])

/**
 * `key` is that of the job that made the mesh; its files are named after it, so that one write of the record swaps them
 * all.
 */
const meshSchema = z
  .object({
    key,
    spinIndex,
    target: targetSchema,
    formats: z.array(z.enum(MESH_FORMATS)),
    /** What became of the picture's enclosed areas in it. */
    enclosed: outcome.optional(),
    /** As it was before its size was baked in. */
    proportions: z.optional(proportionsSchema),
  })
  .nullable()

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** The same value with every `fit` in it called `target`, as version 2 calls it. */
function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [name === 'fit' ? 'target' : name, renamed(entry)]),
  )
}

/** The status of a session at its spins: that of what it is going to be in the end [CREATE-5]. */
export const spinsStatus = ({ goOnToMesh }: { readonly goOnToMesh: boolean }) =>
  goOnToMesh ? 'training_preview' : 'spin_generate_processing'

function upgraded(stored: unknown): unknown {
  if (!isObject(stored)) return stored
  const named = stored.version === 1 ? renamed({ ...stored, version: 2 }) : stored
  if (!isObject(named)) return named
  // Until 0.1.0 a session that had not begun said so.
  if (named.status === 'uploaded') return { ...named, status: spinsStatus({ goOnToMesh: named.goOnToMesh === true }) }
  // Until 0.1.0 a refined mesh stayed in the record when a newer preview was done.
  if (named.status === 'preview_done' && isObject(named.meshes))
    return { ...named, meshes: { ...named.meshes, refine: null } }
  return named
}

const currentSchema = z.object({
  version: z.literal(2),
  code: z.string().regex(SESSION_CODE),
  /** What the artist calls it. */
  name: z.string().optional(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  status: z.enum([
    'spin_generate_processing',
    'spin_generate_done',
    'spin_generate_failed',
    'training_preview',
    'preview_done',
    'preview_failed',
    'training_refine',
    'refine_done',
    'refine_failed',
  ]),
  message: z.string(),
  /** Digest of the image and the engine's version; a bundled sample is made again when it differs. */
  madeFrom: z.string(),
  goOnToMesh: z.boolean(),
  autoRefine: z.boolean(),
  target: targetSchema,
  selectedSpinIndex: spinIndex.nullable(),
  /** Labels of the finished spins, in order. */
  spins: z.array(z.string()).max(MAX_SPINS),
  /** Of the finished spins' meshes, in the same order; null for one that is flat. */
  spinProportions: z.array(z.nullable(proportionsSchema)).optional(),
  meshes: z.object({ preview: meshSchema, refine: meshSchema }),
  pending: z.array(jobSchema),
  /** Of the picture's enclosed areas: the artist's choice, what `auto` comes to, and what the spins were made with. */
  enclosed: z
    .object({ choice: z.enum(ENCLOSED_CHOICES), found: outcome.nullable(), made: outcome.nullable() })
    .optional(),
  /** By how much a learned model contradicts its outline, 0…1 (`mapDoubt`); null where none was asked. */
  disagreement: z.number().min(0).max(1).nullable().optional(),
  /** Its spins are made of a guess. */
  unsure: z.boolean().optional(),
})

/** What `session.json` holds. A change of shape raises `version`, and `upgraded` reads the older ones. */
export const sessionRecordSchema = z.preprocess(upgraded, currentSchema)

export type SessionRecord = z.output<typeof sessionRecordSchema>
export type Job = z.output<typeof jobSchema>
export type Target = z.output<typeof targetSchema>
export type MeshJob = Exclude<Job, { kind: 'spins' }>
export type SpinsJob = Extract<Job, { kind: 'spins' }>
