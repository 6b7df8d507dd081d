/** An sRGB channel, 0 to 1, as light. IEC 61966-2-1, the inverse of `srgb`. */
export const linear = (channel: number): number => {
  const value = Math.min(1, Math.max(0, channel))
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}
