/** Seconds that the decoding functions have; stacks/video.ts gives them so many, and those that wait for them some more. */
export const LOOK_SECONDS = 60
export const CONVERT_SECONDS = 840
/** Seconds that Lambda may take to start one, which do not count: what is signed or waited for lasts so much longer. */
export const START_SECONDS = 15
