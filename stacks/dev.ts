// What `sst dev` shows in its multiplexer beside the functions and the page. https://sst.dev/docs/component/experimental/dev-command/
if ($dev) {
  // The same app without AWS, for what is quicker to try there.
  new sst.x.DevCommand("Engine", { dev: { title: "engine", command: "npm start -- --no-open", autostart: false } })
}
