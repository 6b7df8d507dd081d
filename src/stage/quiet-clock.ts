import { setConsoleFunction } from 'three'

const DEPRECATED_CLOCK = 'THREE.Clock: This module has been deprecated'

/**
 * @react-three/fiber 9 makes a THREE.Clock, which three has deprecated since r183 and reports on every page load.
 * Nothing here can change that, so this one message is dropped, through three's own hook; all others go to the console.
 */
export function quietClock(): void {
  setConsoleFunction((type: 'log' | 'warn' | 'error', message: string, ...params: unknown[]) => {
    if (type === 'warn' && message.startsWith(DEPRECATED_CLOCK)) return
    console[type](message, ...params)
  })
}
