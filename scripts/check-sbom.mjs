/** What is wrong with a CycloneDX document of this repository: one line for each problem, none where it is right. */
export function problemsOfSbom(sbom, needed) {
  const { bomFormat, specVersion, components = [], dependencies = [] } = sbom
  const references = components.map((component) => component["bom-ref"])
  const known = new Set([...references, sbom.metadata?.component?.["bom-ref"]])
  const names = new Set(components.map(({ group, name }) => (group ? `${group}/${name}` : name)))
  return [
    ...(bomFormat === "CycloneDX" && specVersion === "1.6"
      ? []
      : [`it is ${bomFormat} ${specVersion}, not CycloneDX 1.6`]),
    ...components
      .filter(({ name, version, purl }) => !name || !version || !purl?.startsWith("pkg:npm/"))
      .map((component) => `${component.name ?? "a component"} lacks a name, a version or a package URL`),
    ...references
      .filter((reference, index) => references.indexOf(reference) < index)
      .map((reference) => `${reference} is there twice`),
    ...dependencies
      .flatMap(({ ref, dependsOn = [] }) => [ref, ...dependsOn])
      .filter((reference) => !known.has(reference))
      .map((reference) => `${reference} is depended on and not listed`),
    ...needed.filter((name) => !names.has(name)).map((name) => `${name} is missing`),
  ]
}
