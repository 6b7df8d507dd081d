/** How a GLB counts and turns space, and so every file that is made of one: for the comment or header that each text format has room for. */
export const FRAME_TEXT = 'metres, Y up, front +Z'
