/**
 * Builds the engine as it is served, and runs the benchmarks on the build: `npm run bench`, or `npm run bench -- sheet stages`.
 * Measured in Vite's module runner instead, every import would be a property read, and the renderer twice as slow as it is.
 * Each has a process of its own, so that none holds the memory of another, or of the build.
 */
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { build } from 'vite'

const folder = await mkdtemp(resolve('node_modules/.plinth-bench-'))
const input = {
  bench: resolve(import.meta.dirname, 'bench.ts'),
  'engine-worker': resolve('src/engine/worker.ts'),
  'model-process': resolve('src/saliency/model-process.ts'),
}
const chosen = process.argv.slice(2)
try {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir: folder,
      target: 'node20',
      rolldownOptions: { input, output: { entryFileNames: '[name].mjs' } },
    },
  })
  const names =
    chosen.length > 0
      ? chosen
      : [
          'service',
          'model',
          'threads',
          'stages',
          'shape',
          'growth',
          'first',
          'page',
          'retouch',
          'delivered',
          'cycles',
          'sheet',
        ]
  for (const name of ['photos', ...names]) {
    const { status } = spawnSync(
      process.execPath,
      [join(folder, 'bench.mjs'), name, join(folder, 'engine-worker.mjs'), join(folder, 'photos')],
      { stdio: 'inherit' },
    )
    if (status !== 0) process.exitCode = 1
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
