/** Unit and axes of every file written here, for the comment or header of formats that cannot say it otherwise. */
export const FRAME_TEXT = 'metres, Y up, front +Z'
