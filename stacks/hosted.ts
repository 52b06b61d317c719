/** Whether the stage is on AWS. On a laptop the engine itself serves the page and its API. */
export const hosted = $app.stage !== "local"

/** Whether it is there for people; a developer's stage in `sst dev` is not: no public address, and nobody on call. */
export const published = hosted && !$dev
