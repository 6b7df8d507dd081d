/**
 * Builds the engine as it is served, and runs the benchmarks on the build: `npm run bench`, or `npm run bench -- sheet stages`.
 * Measured in Vite's module runner instead, every import would be a property read, and the renderer twice as slow as it is.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'

const folder = await mkdtemp(resolve('node_modules/.plinth-bench-'))
const input = { bench: resolve(import.meta.dirname, 'bench.ts'), 'engine-worker': resolve('src/engine/worker.ts') }
try {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: { ssr: true, outDir: folder, target: 'node20', rolldownOptions: { input, output: { entryFileNames: '[name].mjs' } } },
  })
  const { bench } = await import(pathToFileURL(join(folder, 'bench.mjs')).href)
  await bench(process.argv.slice(2), join(folder, 'engine-worker.mjs'))
} finally {
  await rm(folder, { recursive: true, force: true })
}
