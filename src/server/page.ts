import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { PACKINGS } from './pack.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.hdr': 'application/octet-stream',
  '.glb': 'model/gltf-binary',
}

/** Served in place of the file whose name they begin with, or not at all. */
const ASIDE = new Set(['.map', ...Object.values(PACKINGS)])

const policy = (scripts: string): string =>
  [
    "default-src 'none'",
    `script-src ${scripts}`,
    "worker-src 'self' blob:",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self' blob: data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/**
 * No inline script, and no other host. The decoders of compressed meshes are WebAssembly in workers made from blobs;
 * three's loaders fetch a GLB's textures from blob URLs.
 */
const PAGE_POLICY = policy("'self' 'wasm-unsafe-eval'")

/**
 * A worker obeys the policy of its own file (CSP 3, section 4.2.2). The transcoder of KTX2 textures makes functions
 * out of text; its worker may do so, as it has no page and takes nothing but bytes.
 */
const TRANSCODER_POLICY = policy("'self' 'wasm-unsafe-eval' 'unsafe-eval'")

const policyOf = (path: string): string =>
  /^\/assets\/basis-worker-[\w-]+\.js$/.test(path) ? TRANSCODER_POLICY : PAGE_POLICY

interface PageFile {
  readonly headers: Readonly<Record<string, string>>
  readonly bodies: { readonly identity: Uint8Array; readonly br: Uint8Array | null; readonly gzip: Uint8Array | null }
}

/** Vite puts hashed files into `assets/`: the content under such a name never changes. */
const isHashed = (path: string): boolean => path.startsWith('/assets/')

async function load(root: string, path: string): Promise<PageFile> {
  const file = join(root, path)
  const packed = (ending: string) => readFile(file + ending).catch(() => null)
  const [identity, br, gzip] = await Promise.all([readFile(file), packed(PACKINGS.br), packed(PACKINGS.gzip)])
  const headers: Record<string, string> = {
    'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
    'cache-control': isHashed(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': policyOf(path),
    vary: 'accept-encoding',
    // Weak, as it stands for every coding of the same bytes (RFC 9110, section 8.8.3).
    etag: `W/"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`,
  }
  return { headers, bodies: { identity, br, gzip } }
}

/** `br;q=0` is a refusal (RFC 9110, section 12.5.3). */
function accepts(header: string, coding: string): boolean {
  return header.split(',').some((part) => {
    const [name, ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/)
    return name === coding && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter))
  })
}

/** Whether the visitor has the file already (RFC 9110, section 13.1.2). */
const isKnown = (header: string | null, etag: string): boolean =>
  header !== null && header.split(',').some((one) => ['*', etag].includes(one.trim()))

const NOT_THERE = 'The page has not been built: run `npm start`, or `npm run build` first.'

/**
 * Reads the built page once and serves it from memory, packed as `packFolder` has laid it beside. Only listed files are served, so no
 * path can leave the folder; any other path without an extension is the page itself. Throws when the page has not
 * been built.
 */
export async function openPage(root: string): Promise<(request: Request) => Response> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])
  const paths = entries
    .filter((entry) => entry.isFile() && !ASIDE.has(extname(entry.name)))
    .map((entry) => `/${relative(root, join(entry.parentPath, entry.name)).split(sep).join('/')}`)
  if (!paths.includes('/index.html')) throw new Error(NOT_THERE)
  const files = new Map(await Promise.all(paths.map(async (path) => [path, await load(root, path)] as const)))
  return (request) => {
    const { pathname } = new URL(request.url)
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return new Response('Only GET.\n', { status: 405, headers: { allow: 'GET, HEAD' } })
    const file = files.get(pathname) ?? (extname(pathname) === '' ? files.get('/index.html') : undefined)
    if (!file)
      return new Response('There is no such file.\n', {
        status: 404,
        headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
      })
    if (isKnown(request.headers.get('if-none-match'), file.headers.etag ?? ''))
      return new Response(null, { status: 304, headers: file.headers })
    const accepted = request.headers.get('accept-encoding') ?? ''
    const coding =
      file.bodies.br && accepts(accepted, 'br')
        ? 'br'
        : file.bodies.gzip && accepts(accepted, 'gzip')
          ? 'gzip'
          : 'identity'
    const body = file.bodies[coding] ?? file.bodies.identity
    const headers = {
      ...file.headers,
      'content-length': String(body.byteLength),
      ...(coding === 'identity' ? {} : { 'content-encoding': coding }),
    }
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), { headers })
  }
}
