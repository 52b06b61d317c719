export function problemsOfSbom(sbom: object, needed: readonly string[]): string[]
