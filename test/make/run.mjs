/** Runs a TypeScript script of this folder: `node test/make/run.mjs samples`. Node 20 cannot, Vite can. */
import { resolve } from 'node:path'
import { runnerImport } from 'vite'

const [name = ''] = process.argv.slice(2)
const { module } = await runnerImport(resolve(import.meta.dirname, `${name}.ts`), { logLevel: 'warn' })
await module.default()
