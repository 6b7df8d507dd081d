import { askFor } from '../contract/ask.ts'
import { intentRecordSchema } from '../contract/intent.ts'
import { intentPath } from '../contract/paths.ts'
import type { Job } from './job.ts'
import { sentBy } from './send-job.ts'
import type { Told } from './step.ts'

/**
 * What the proxy says a job's POST came to, which sends nothing; null while it is under way. Rejects when the proxy cannot
 * be asked.
 */
export async function askIntent({ id, kind }: Job): Promise<Told | null> {
  const record = intentRecordSchema.parse(await askFor(intentPath(id)))
  switch (record.is) {
    case 'under way':
      return null
    case 'answered':
      return sentBy(kind, async () => Response.json(record.body, { status: record.status }))
    case 'never seen':
    case 'not known':
      return record
  }
}
