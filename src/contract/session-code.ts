/** [CODE-1] What a session code may be; anything else never reaches a path or a folder. */
export const SESSION_CODE = /^[A-Za-z0-9_-]{1,128}$/
