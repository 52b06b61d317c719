/**
 * SST puts a `__dirname` before every bundle, and node-av declares one of its own. esbuild renames the latter only where it sees
 * the name used as somebody else's, which this does.
 */
export const hasDirname = typeof __dirname === "string"
