export interface CssColor {
  readonly name: string
  /** #rrggbb */
  readonly hexCode: string
  /** 0 to 255 each. */
  readonly rgb: readonly [number, number, number]
  readonly simplified: string
}

/*
 * CSS's named colours (https://www.w3.org/TR/css-color-4/#named-colors), each once: of two names Rekognition has "grey" in
 * compounds and "gray" alone. They stand under the twelve simplified colours that its documentation counts. It shows
 * grey, green and black; which the others are, and what belongs where, is a guess.
 */
const table = {
  black: `
    black 000000`,
  blue: `
    blue 0000ff cornflowerblue 6495ed darkblue 00008b darkslateblue 483d8b deepskyblue 00bfff dodgerblue 1e90ff
    lightblue add8e6 lightskyblue 87cefa lightsteelblue b0c4de mediumblue 0000cd mediumslateblue 7b68ee
    midnightblue 191970 navy 000080 royalblue 4169e1 skyblue 87ceeb slateblue 6a5acd steelblue 4682b4`,
  brown: `
    brown a52a2a burlywood deb887 chocolate d2691e darkgoldenrod b8860b maroon 800000 peru cd853f rosybrown bc8f8f
    saddlebrown 8b4513 sienna a0522d tan d2b48c`,
  cyan: `
    aqua 00ffff aquamarine 7fffd4 cadetblue 5f9ea0 darkcyan 008b8b darkturquoise 00ced1 lightseagreen 20b2aa
    mediumturquoise 48d1cc paleturquoise afeeee powderblue b0e0e6 teal 008080 turquoise 40e0d0`,
  green: `
    chartreuse 7fff00 darkgreen 006400 darkolivegreen 556b2f darkseagreen 8fbc8f forestgreen 228b22 green 008000
    greenyellow adff2f lawngreen 7cfc00 lightgreen 90ee90 lime 00ff00 limegreen 32cd32 mediumaquamarine 66cdaa
    mediumseagreen 3cb371 mediumspringgreen 00fa9a olive 808000 olivedrab 6b8e23 palegreen 98fb98 seagreen 2e8b57
    springgreen 00ff7f yellowgreen 9acd32`,
  grey: `
    darkgrey a9a9a9 darkslategrey 2f4f4f dimgrey 696969 gainsboro dcdcdc gray 808080 lightgrey d3d3d3
    lightslategrey 778899 silver c0c0c0 slategrey 708090`,
  orange: `
    bisque ffe4c4 coral ff7f50 darkorange ff8c00 lightsalmon ffa07a orange ffa500 peachpuff ffdab9 sandybrown f4a460`,
  pink: `
    darksalmon e9967a deeppink ff1493 hotpink ff69b4 lightcoral f08080 lightpink ffb6c1 mediumvioletred c71585
    palevioletred db7093 pink ffc0cb salmon fa8072`,
  purple: `
    blueviolet 8a2be2 darkmagenta 8b008b darkorchid 9932cc darkviolet 9400d3 fuchsia ff00ff indigo 4b0082
    mediumorchid ba55d3 mediumpurple 9370db orchid da70d6 plum dda0dd purple 800080 rebeccapurple 663399
    thistle d8bfd8 violet ee82ee`,
  red: `
    crimson dc143c darkred 8b0000 firebrick b22222 indianred cd5c5c orangered ff4500 red ff0000 tomato ff6347`,
  white: `
    aliceblue f0f8ff antiquewhite faebd7 azure f0ffff beige f5f5dc floralwhite fffaf0 ghostwhite f8f8ff
    honeydew f0fff0 ivory fffff0 lavender e6e6fa lavenderblush fff0f5 lightcyan e0ffff linen faf0e6 mintcream f5fffa
    mistyrose ffe4e1 oldlace fdf5e6 seashell fff5ee snow fffafa white ffffff whitesmoke f5f5f5`,
  yellow: `
    blanchedalmond ffebcd cornsilk fff8dc darkkhaki bdb76b gold ffd700 goldenrod daa520 khaki f0e68c
    lemonchiffon fffacd lightgoldenrodyellow fafad2 lightyellow ffffe0 moccasin ffe4b5 navajowhite ffdead
    palegoldenrod eee8aa papayawhip ffefd5 wheat f5deb3 yellow ffff00`,
}

export const cssColors: readonly CssColor[] = Object.entries(table).flatMap(([simplified, list]) =>
  [...list.matchAll(/(\w+) ([\da-f]{6})/g)].map(([, name = "", hex = ""]) => {
    const value = Number.parseInt(hex, 16)
    return { name, hexCode: `#${hex}`, rgb: [value >> 16, (value >> 8) & 255, value & 255], simplified }
  }),
)
