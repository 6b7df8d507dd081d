import { pino, type DestinationStream, type Logger } from 'pino'

/**
 * The log: JSON lines on standard output. Every line is masked as a whole after it is built, so that no field can be
 * forgotten.
 */
export function createLog(
  mask: (text: string) => string,
  destination: DestinationStream = pino.destination({ fd: 1, sync: true }),
): Logger {
  return pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime, hooks: { streamWrite: mask } }, destination)
}
