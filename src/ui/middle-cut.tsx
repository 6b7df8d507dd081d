import css from './middle-cut.module.css'

/** So much of a name's end always stays, which tells `chair-front-2.png` from `chair-front-3.png`. */
const END = 8
const SHORT = 14

/** A name in one line. Where it has no room it is cut in the middle, and its title has the whole. */
export const MiddleCut = ({ text, title = text }: { readonly text: string; readonly title?: string }) =>
  text.length <= SHORT ? (
    <span className={css.name} title={title}>
      {text}
    </span>
  ) : (
    <span className={css.name} title={title}>
      <span className={css.start}>{text.slice(0, -END)}</span>
      <span className={css.end}>{text.slice(-END)}</span>
    </span>
  )
