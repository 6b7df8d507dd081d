import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import react from '@vitejs/plugin-react'
import { build, type Plugin } from 'vite'

const ENTRY = 'first-screen.js'

/** What the page's parts look for in a browser as they are loaded and drawn for the first time. Its session is none that there is. */
const BROWSER = `
  const nothing = () => {};
  Object.assign(globalThis, {
    window: globalThis,
    location: new URL('http://localhost/?session=-'),
    addEventListener: nothing,
    matchMedia: () => ({ matches: false, addEventListener: nothing, removeEventListener: nothing }),
  });
  globalThis.navigator ??= { platform: '' };`

/** In a process of its own, whose globals are nobody else's. */
async function draw(file: string): Promise<string> {
  // What the page keeps open, as its channels to other tabs, would keep the process.
  const script = `${BROWSER}
    const { firstScreen } = await import(${JSON.stringify(pathToFileURL(file).href)});
    process.stdout.write(firstScreen(), () => process.exit());`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    env: { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '' },
    maxBuffer: 2 ** 24,
  })
  return stdout
}

async function firstScreenOf(root: string): Promise<string> {
  // Where its imports find their packages.
  const folder = await mkdtemp(join(root, 'node_modules/.plinth-first-'))
  try {
    await build({
      root,
      configFile: false,
      publicDir: false,
      logLevel: 'error',
      plugins: [react()],
      build: {
        ssr: 'src/app/first-screen.tsx',
        outDir: folder,
        rolldownOptions: { output: { entryFileNames: ENTRY } },
      },
    })
    return await draw(join(folder, ENTRY))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const ROOT = '<div id="root"></div>'

/** Draws what the page shows before its session is there into the page itself, so that it is seen before any script has come. */
export function firstScreen(): Plugin {
  let root = ''
  let page = true
  return {
    name: 'plinth-first-screen',
    apply: 'build',
    configResolved(config) {
      root = config.root
      page = !config.build.ssr
    },
    transformIndexHtml: {
      order: 'post',
      async handler(html) {
        if (!page) return html
        if (!html.includes(ROOT)) throw new Error(`The page has no ${ROOT}`)
        const screen = await firstScreenOf(root)
        return html.replace(ROOT, () => ROOT.replace('></', `>${screen}</`))
      },
    },
  }
}
