import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'
import { MIN_SECRET_LENGTH } from '../proxy/mask.ts'
import type { ModelSpec } from '../saliency/model-spec.ts'
import { ownModel } from '../saliency/own-model.ts'

const CSM_BASE_URL = 'https://api.csm.ai'

/** Hosts of CSM's mesh and spin links: the API's own, and its blob storage. */
const CSM_ASSET_HOSTS = ['api.csm.ai', 'imageto3d.blob.core.windows.net'] as const

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '::1'])

export const isLoopback = (host: string): boolean =>
  LOOPBACK_NAMES.has(host) || (isIP(host) === 4 && host.startsWith('127.'))

const secret = (what: string) =>
  z
    .string()
    .regex(/^[\x21-\x7e]+$/, `${what} may hold no spaces and only ASCII characters`)
    .min(MIN_SECRET_LENGTH, `${what} must have at least ${MIN_SECRET_LENGTH} characters`)
    .max(4096, `${what} must have at most 4096 characters`)

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/

const baseUrlSchema = z.string().transform((value, context) => {
  const url = URL.canParse(value) ? new URL(value) : null
  const plain = url !== null && !url.username && !url.password && !url.search && !url.hash
  const safe =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname.replace(/^\[|\]$/g, '')))
  if (plain && safe) return url.href.replace(/\/+$/, '')
  context.addIssue({
    code: 'custom',
    message: 'must be an https URL without credentials, query or fragment (http only for this machine)',
  })
  return z.NEVER
})

const hostsSchema = z.string().transform((value, context) => {
  const hosts = value
    .split(',')
    .map((host) => host.trim().toLowerCase())
    .filter(Boolean)
  for (const host of hosts) {
    if (!HOST_NAME.test(host) || isIP(host))
      context.addIssue({ code: 'custom', message: `"${host}" is not a host name; give names separated by commas` })
  }
  return hosts
})

const portSchema = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a number from 0 to 65535')
  .transform(Number)
  .refine((port) => port <= 65_535, 'must be a number from 0 to 65535')

const bindSchema = z
  .string()
  .transform((value) => value.toLowerCase())
  .refine((value) => isIP(value) !== 0 || HOST_NAME.test(value), 'must be a host name or an IP address')

/** What is wrong with a model that its description does not show; null where nothing is. */
export type ProblemOfModel = (model: ModelSpec) => string | null

const modelSchema = (problemOf: ProblemOfModel) =>
  z.string().superRefine((file, context) => {
    try {
      const message = problemOf(ownModel(resolve(file)))
      if (message !== null) context.addIssue({ code: 'custom', message })
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) })
    }
  })

const environmentSchema = (problemOf: ProblemOfModel) =>
  z
    .object({
      CSM_API_KEY: secret('the key').optional(),
      PLINTH_UPSTREAM: baseUrlSchema.optional(),
      PLINTH_ASSET_HOSTS: hostsSchema.optional(),
      PLINTH_DATA: z.string().optional(),
      HOST: bindSchema.default('127.0.0.1'),
      PORT: portSchema.default(4173),
      PLINTH_CUTOUT_MODEL: modelSchema(problemOf).optional(),
      PLINTH_ACCESS_TOKEN: secret('the token').optional(),
    })
    .superRefine((env, context) => {
      if (!isLoopback(env.HOST) && !env.PLINTH_ACCESS_TOKEN) {
        const message = `must be set when HOST is ${env.HOST}: whoever can reach this server could spend your credits`
        context.addIssue({ code: 'custom', path: ['PLINTH_ACCESS_TOKEN'], message })
      }
    })

export interface Settings {
  readonly apiKey: string | null
  /** Base URL of the upstream, or null for the local engine. */
  readonly upstream: string | null
  readonly upstreamKind: 'local' | 'csm' | 'custom'
  readonly assetHosts: readonly string[]
  readonly dataDir: string
  /** The model of the cut-out in place of the bundled one, or null. */
  readonly model: ModelSpec | null
  readonly host: string
  readonly port: number
  readonly accessToken: string | null
}

/** Its message names every wrong setting on a line of its own. */
export class WrongSettings extends Error {
  override readonly name = 'WrongSettings'
}

/**
 * Reads the settings from the environment; an empty variable counts as unset. Throws WrongSettings, which does not
 * repeat the values, as they may be secrets.
 */
export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
  problemOf: ProblemOfModel = () => null,
): Settings {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
  const parsed = environmentSchema(problemOf).safeParse(given)
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`)
    throw new WrongSettings(['Plinth cannot start with these settings:', ...lines].join('\n'))
  }
  const {
    CSM_API_KEY,
    PLINTH_UPSTREAM,
    PLINTH_ASSET_HOSTS,
    PLINTH_DATA,
    PLINTH_CUTOUT_MODEL,
    HOST,
    PORT,
    PLINTH_ACCESS_TOKEN,
  } = parsed.data
  const upstream = PLINTH_UPSTREAM ?? (CSM_API_KEY ? CSM_BASE_URL : null)
  const upstreamKind = upstream === null ? 'local' : upstream === CSM_BASE_URL ? 'csm' : 'custom'
  return {
    apiKey: CSM_API_KEY ?? null,
    upstream,
    upstreamKind,
    assetHosts: [...new Set([...(upstreamKind === 'csm' ? CSM_ASSET_HOSTS : []), ...(PLINTH_ASSET_HOSTS ?? [])])],
    dataDir: resolve(PLINTH_DATA ?? '.plinth'),
    model: PLINTH_CUTOUT_MODEL === undefined ? null : ownModel(resolve(PLINTH_CUTOUT_MODEL)),
    host: HOST,
    port: PORT,
    accessToken: PLINTH_ACCESS_TOKEN ?? null,
  }
}
