import { randomUUID } from "node:crypto"

/** The JPEG with a comment of its own in it: nobody has uploaded these bytes before. Shows the same picture. */
export function uniqueJpeg(jpeg: Uint8Array): Buffer {
  const comment = Buffer.from(`darkroom verify ${randomUUID()}`)
  const segment = Buffer.from([0xff, 0xfe, 0, comment.length + 2])
  // Behind the marker with which a JPEG begins. https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.2.4.5
  return Buffer.concat([jpeg.subarray(0, 2), segment, comment, jpeg.subarray(2)])
}

/** Begins like a JPEG and is none. */
export function brokenJpeg(): Buffer {
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(`no picture ${randomUUID()}`)])
}
