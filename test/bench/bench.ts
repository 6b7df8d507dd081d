import { drawContactSheet } from './contact-sheet.ts'
import { benchGrowth } from './growth.ts'
import { benchService } from './service.ts'
import { benchShape } from './shape.ts'
import { benchStages, benchThreads } from './stages.ts'

const print = (line: string) => console.log(line)

const [name = '', workerFile = ''] = process.argv.slice(2)
const benchmarks = {
  service: () => benchService(workerFile, print),
  threads: () => benchThreads(workerFile, print),
  stages: () => benchStages(print),
  shape: () => benchShape(print),
  growth: () => benchGrowth(print),
  // Loaded only when asked for: a browser's driver is no part of what the others weigh.
  page: async () => (await import('./page.ts')).benchPage(print),
  delivered: async () => (await import('./delivered.ts')).benchDelivered(print),
  sheet: () => drawContactSheet(print),
}

if (name in benchmarks) await benchmarks[name as keyof typeof benchmarks]()
else throw new Error(`There is no benchmark ${name}: choose from ${Object.keys(benchmarks).join(', ')}.`)
