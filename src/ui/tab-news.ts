const ICON_PX = 32
const [TRACK, DONE] = ['#34383d', '#f0a848']

/** The page's own icon, to be put back. */
let ownIcon: string | null = null

const iconLink = () => document.querySelector<HTMLLinkElement>('link[rel=icon]')

/** A ring that closes with the percentage, as a data URL; null where nothing can be drawn. */
function ring(percent: number): string | null {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = ICON_PX
  const context = canvas.getContext('2d')
  if (!context) return null
  const [middle, radius, top] = [ICON_PX / 2, ICON_PX / 2 - 4, -Math.PI / 2]
  context.lineWidth = 6
  for (const [colour, share] of [
    [TRACK, 1],
    [DONE, percent / 100],
  ] as const) {
    context.strokeStyle = colour
    context.beginPath()
    context.arc(middle, middle, radius, top, top + 2 * Math.PI * share)
    context.stroke()
  }
  return canvas.toDataURL()
}

function showIcon(percent: number | null): void {
  const link = iconLink()
  if (!link) return
  ownIcon ??= link.href
  const drawn = percent === null ? null : ring(percent)
  const href = drawn ?? ownIcon
  if (link.href === href) return
  link.href = href
  link.type = drawn ? 'image/png' : 'image/svg+xml'
}

/** Tells in the tab's title and icon what goes on in a session: `43 % · Rubber duck · Plinth`. */
export function showTabNews(name: string, words: string | null, percent: number | null): void {
  document.title = [words, name, 'Plinth'].filter(Boolean).join(' · ')
  showIcon(percent)
}
