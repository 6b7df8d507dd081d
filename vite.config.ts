/// <reference types="vitest/config" />
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { plinthApi } from './src/server/dev-plugin.ts'
import { firstScreen } from './src/server/first-screen-plugin.ts'
import { notices } from './src/server/notices-plugin.ts'
import { pack } from './src/server/pack-plugin.ts'
import { offlineWorker } from './src/server/worker-plugin.ts'

/**
 * Two builds from one file: the page into `dist/client`, and (with `--ssr`) the Node server, the engine's worker and the
 * process of its model into `dist/server`. Node 20 runs no TypeScript, so the server is built too, and `npm start` runs what was built.
 */
export default defineConfig(({ isSsrBuild }) => ({
  plugins: [react(), firstScreen(), notices(), offlineWorker(), pack(), plinthApi()],
  // See the file: what these packages do as they load is against the page's own policy.
  resolve: isSsrBuild
    ? {}
    : {
        alias: [
          {
            find: /^ndarray(-pixels|-lanczos)?$/,
            replacement: resolve(import.meta.dirname, 'src/glb/no-pixels.ts'),
          },
        ],
      },
  // Workers are modules, so that what they need only now and then stays in files of its own.
  worker: { format: 'es' },
  build: isSsrBuild
    ? {
        outDir: 'dist/server',
        copyPublicDir: false,
        target: 'node20',
        rolldownOptions: {
          input: {
            main: 'src/server/main.ts',
            'engine-worker': 'src/engine/worker.ts',
            'model-process': 'src/saliency/model-process.ts',
          },
          output: { entryFileNames: '[name].js' },
        },
      }
    : {
        outDir: 'dist/client',
        target: 'es2022',
        // three.js alone is larger than Vite likes; what the page begins with has a budget of its own, in the tests.
        chunkSizeWarningLimit: 1000,
        rolldownOptions: {
          output: {
            // What the page begins with comes as one file: in many small ones it compresses worse by 5 kB.
            codeSplitting: {
              groups: [
                { name: 'first', tags: ['$initial'] },
                // By names of their own, for the budget of what comes until the page is at rest.
                { name: 'three', test: /node_modules[\\/]three[\\/]build[\\/]/ },
                { name: 'fiber', test: /node_modules[\\/]@react-three[\\/]fiber[\\/]/ },
              ],
            },
          },
        },
      },
  test: {
    globalSetup: ['test/fixtures/shared-pictures.ts', 'test/fixtures/photo-folder.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/http/**'],
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
          expect: { poll: { timeout: 60_000 } },
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'component',
          environment: 'happy-dom',
          include: ['test/**/*.test.tsx'],
          setupFiles: ['test/fixtures/patience.ts'],
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
          expect: { poll: { timeout: 60_000 } },
          testTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'http',
          environment: 'node',
          expect: { poll: { timeout: 30_000 } },
          include: ['test/http/**/*.test.ts'],
          globalSetup: ['test/fixtures/built.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          // Only against tests that hang: eight sessions at once take minutes on a busy machine.
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          environment: 'node',
          expect: { poll: { timeout: 120_000 } },
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/fixtures/chromium.ts', 'test/fixtures/built.ts', 'test/fixtures/shared-server.ts'],
          // One Chromium for all the files of a worker.
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          testTimeout: 600_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
}))
