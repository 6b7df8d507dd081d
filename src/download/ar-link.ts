/** What decides whether a phone can show the mesh in augmented reality. */
export interface Phone {
  /** Safari on iOS opens a USDZ behind `rel=ar` in AR Quick Look. */
  readonly quickLook: boolean
  readonly android: boolean
  /** Scene Viewer fetches the file by itself, and only over HTTPS. */
  readonly https: boolean
}

export type ArLink =
  { readonly kind: 'quick-look'; readonly href: string } | { readonly kind: 'scene-viewer'; readonly href: string }

export interface ArFiles {
  /** Absolute addresses; null where the file is not offered. */
  readonly usdz: string | null
  readonly glb: string | null
}

/**
 * The link that opens a mesh in augmented reality on this phone; null where there is none. Source: Apple "Viewing an AR asset in Safari", Google "Scene Viewer".
 * Scene Viewer is another app and fetches the file without this page's cookies, so a server with `PLINTH_ACCESS_TOKEN` refuses it. There
 * augmented reality works on iOS only, where Safari itself fetches the file.
 */
export function arLink({ usdz, glb }: ArFiles, { quickLook, android, https }: Phone): ArLink | null {
  if (quickLook && usdz) return { kind: 'quick-look', href: usdz }
  if (!android || !https || !glb) return null
  const viewer = new URL('intent://arvr.google.com/scene-viewer/1.0')
  viewer.searchParams.set('file', glb)
  viewer.searchParams.set('mode', 'ar_preferred')
  // The artist chose a size in metres, so fingers must not scale it.
  viewer.searchParams.set('resizable', 'false')
  return {
    kind: 'scene-viewer',
    href: `${viewer.href}#Intent;scheme=https;package=com.google.android.googlequicksearchbox;action=android.intent.action.VIEW;end;`,
  }
}

/** This browser, as far as AR goes. */
export const thisPhone = (): Phone => ({
  quickLook: document.createElement('a').relList.supports?.('ar') ?? false,
  android: /android/i.test(navigator.userAgent),
  https: location.protocol === 'https:',
})
