import css from './icon.module.css'

/** An icon of `public/icons.svg`. */
export type IconName =
  | 'add'
  | 'check'
  | 'close'
  | 'code'
  | 'compare'
  | 'delete'
  | 'download'
  | 'enlarge'
  | 'error'
  | 'film'
  | 'keys'
  | 'library'
  | 'light'
  | 'link'
  | 'lock'
  | 'open'
  | 'pause'
  | 'picture'
  | 'play'
  | 'present'
  | 'redo'
  | 'refine'
  | 'rename'
  | 'reset'
  | 'retry'
  | 'star'
  | 'undo'
  | 'warning'

/** As high as the text that it stands beside, and said by that text. One file has them all, so that none costs script. */
export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg className={css.icon} aria-hidden="true">
    <use href={`/icons.svg#${name}`} />
  </svg>
)
