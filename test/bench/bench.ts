import { drawContactSheet } from './contact-sheet.ts'
import { benchGrowth } from './growth.ts'
import { benchModel } from './model.ts'
import { benchService } from './service.ts'
import { benchShape } from './shape.ts'
import { benchStages, benchThreads } from './stages.ts'

const print = (line: string) => console.log(line)

const [name = '', workerFile = '', photoFolder = ''] = process.argv.slice(2)
const benchmarks = {
  service: () => benchService(workerFile, photoFolder, print),
  model: () => benchModel(workerFile, photoFolder, print),
  threads: () => benchThreads(workerFile, photoFolder, print),
  stages: () => benchStages(photoFolder, print),
  shape: () => benchShape(print),
  growth: () => benchGrowth(photoFolder, print),
  // Loaded only when named: three and a browser's driver are no part of what the others weigh.
  photos: async () => (await import('./photos.ts')).writePhotos(photoFolder),
  first: async () => (await import('./first.ts')).benchFirst(print),
  page: async () => (await import('./page.ts')).benchPage(print),
  retouch: async () => (await import('./retouch.ts')).benchRetouch(print),
  delivered: async () => (await import('./delivered.ts')).benchDelivered(print),
  cutout: async () => (await import('./cutout.ts')).benchCutOut(print),
  strokes: async () => (await import('./strokes.ts')).benchStrokes(print),
  cycles: async () => (await import('./cycles.ts')).benchCycles(print),
  sheet: () => drawContactSheet(photoFolder, print),
}

if (name in benchmarks) await benchmarks[name as keyof typeof benchmarks]()
else throw new Error(`There is no benchmark ${name}: choose from ${Object.keys(benchmarks).join(', ')}.`)
