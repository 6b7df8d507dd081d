import type { Plugin } from 'vite'
import { NOTICES_FILE } from '../contract/paths.ts'
import { noticesIn } from './notices.ts'

/** Puts the licences of all that comes along beside the page, in a file that About shows. */
export function notices(): Plugin {
  let root = ''
  let page = true
  return {
    name: 'plinth-notices',
    configResolved(config) {
      root = config.root
      page = !config.build.ssr
    },
    generateBundle() {
      if (page) this.emitFile({ type: 'asset', fileName: NOTICES_FILE, source: noticesIn(root) })
    },
    configureServer(server) {
      server.middlewares.use(`/${NOTICES_FILE}`, (_, response) =>
        response.setHeader('content-type', 'text/plain; charset=utf-8').end(noticesIn(root)),
      )
    },
  }
}
