/** Whether the stage is on AWS. On a laptop the engine itself serves the page and its API, and nobody is on call. */
export const hosted = $app.stage !== "local"
