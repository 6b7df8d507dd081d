const isApple = /mac|iphone|ipad/i.test(navigator.platform)

/** The keys that are held for a shortcut, as this system labels them. */
export const KEY_NAMES = {
  command: isApple ? '⌘' : 'Ctrl',
  shift: isApple ? '⇧' : 'Shift',
  alt: isApple ? '⌥' : 'Alt',
} as const
