// What every function has unless it says otherwise.
$transform(sst.aws.Function, (args) => {
  args.architecture ??= "arm64"
  args.runtime ??= "nodejs24.x"
  args.logging ??= { format: "json", retention: "1 month" }
  args.nodejs = $output(args.nodejs).apply((nodejs) => ({
    format: "esm" as const,
    // The packages' ES modules: esbuild drops what is not used, and a cold start is a third shorter.
    esbuild: { mainFields: ["module", "main"] },
    ...nodejs,
  }))
})
