/** Seconds that the decoding functions have; stacks/video.ts gives them so many, and those that wait for them some more. */
export const LOOK_SECONDS = 60
export const CONVERT_SECONDS = 840
