import sharp from "sharp"

/** A small photo of one colour. */
export const photo = (side = 100): Promise<Buffer> =>
  sharp({ create: { width: side, height: side, channels: 3, background: "#446688" } })
    .jpeg()
    .toBuffer()
