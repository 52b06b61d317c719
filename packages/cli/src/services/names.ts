/** The ways in which a service's name is written. */
export interface ServiceNames {
  /** Of its folder and package, such as `face-blur`. */
  readonly service: string
  /** Of its function in SST, such as `FaceBlur`. */
  readonly pascal: string
  /** Of its use case, such as `faceBlur`. */
  readonly camel: string
}

export function serviceNames(service: string): ServiceNames {
  const pascal = service.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase())
  return { service, pascal, camel: pascal.charAt(0).toLowerCase() + pascal.slice(1) }
}

/** `ImageWatermarked` -> `image-watermarked`, as files of events are named. */
export function kebab(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase()
}
