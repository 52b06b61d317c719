// What `darkroom new` adds, a line and a file a service; each exports its subscriber under its name.
// oxlint-disable-next-line typescript/no-useless-empty-export -- a module while nothing is added, too
export {}
