/** The page tells a new worker that it may take the place of the one before. */
export const TAKE_OVER = 'take over'

/** Where the worker lies, beside the page, as it answers for no more than its own folder. */
export const WORKER_FILE = 'service-worker.js'
