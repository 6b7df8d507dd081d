import { useQuery } from '@tanstack/react-query'
import { isSampleCode } from '../contract/sample.ts'
import { upstreamQuery } from './queries.ts'
import css from './upstream-badge.module.css'

const localTitle = (withoutModel: string | null): string =>
  `Meshes are made on this server, free of charge${withoutModel === null ? '' : `. Pictures are cut out without the learned model: ${withoutModel}`}`

/** Names the upstream that makes the meshes, so that nobody spends its credits unknowingly. */
export function UpstreamBadge({ code }: { readonly code: string }) {
  const { data } = useQuery(upstreamQuery())
  if (!data) return null
  const sample = isSampleCode(code) && data.upstream !== 'local'
  const local = data.upstream === 'local' || sample
  return (
    <span
      className={css.badge}
      data-local={local}
      title={local ? localTitle(data.without_model) : 'Meshes are made by this service and cost credits'}
    >
      {local ? `Local engine${sample ? ' (sample)' : ''}` : data.upstream === 'csm' ? 'CSM' : data.host}
    </span>
  )
}
