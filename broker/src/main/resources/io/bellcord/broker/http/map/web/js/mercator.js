/** The Web Mercator square: x and y from 0 to 1, y downwards, as tiles have it. */
const EARTH_METRES = 40_075_016.686;

export const toX = (longitude) => longitude / 360 + 0.5;

export function toY(latitude) {
  const sine = Math.sin((latitude * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

export const toLongitude = (x) => (x - 0.5) * 360;

export const toLatitude = (y) => (Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI;

/** How many metres the square's side is long at this height of it. */
export function metresPerUnit(y) {
  return EARTH_METRES / Math.cosh((0.5 - y) * 2 * Math.PI);
}

/** Degrees clockwise from north. */
export function bearing(fromX, fromY, toX, toY) {
  return ((Math.atan2(toX - fromX, fromY - toY) * 180) / Math.PI + 360) % 360;
}

/** The shorter way from one bearing to another, -180 to 180. */
export function turn(from, to) {
  return ((to - from + 540) % 360) - 180;
}
