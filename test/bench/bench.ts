import { drawContactSheet } from './contact-sheet.ts'
import { benchGrowth } from './growth.ts'
import { benchShape } from './shape.ts'
import { benchStages, benchThreads } from './stages.ts'

const print = (line: string) => console.log(line)

/** Runs the benchmarks that are named, or all; each prints its figures. */
export async function bench(names: readonly string[], workerFile: string): Promise<void> {
  const all = {
    threads: () => benchThreads(workerFile, print),
    stages: () => benchStages(print),
    shape: () => benchShape(print),
    growth: () => benchGrowth(print),
    sheet: () => drawContactSheet(print),
  }
  const unknown = names.filter((name) => !(name in all))
  if (unknown.length > 0) throw new Error(`There is no benchmark ${unknown.join(', ')}: choose from ${Object.keys(all).join(', ')}.`)
  for (const [name, run] of Object.entries(all)) if (names.length === 0 || names.includes(name)) await run()
}
