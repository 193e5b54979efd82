/** Where a place of the Mercator square lies on the screen, also in the middle of Leaflet's zoom animation. */
import { L } from "./lib.js";
import { toX, toY } from "./mercator.js";

const ZOOM_MILLIS = 250; // .leaflet-zoom-anim's transition

/** CSS's cubic-bezier(0, 0, 0.25, 1), which that transition runs by. */
function eased(time) {
  let s = time;
  for (let i = 0; i < 6; i++) {
    const x = 3 * (1 - s) * s * s * 0.25 + s * s * s;
    const slope = 3 * 0.25 * (2 * s - 3 * s * s) + 3 * s * s;
    s -= (x - time) / Math.max(slope, 1e-3);
  }
  return 3 * (1 - s) * s * s + s * s * s;
}

export class View {
  #map;
  #animation = null;

  constructor(map) {
    this.#map = map;
    this.scale = 1;
    this.left = 0;
    this.top = 0;
    map.on("zoomanim", (event) => this.#animate(event));
    map.on("zoomend", () => { this.#animation = null; });
  }

  #animate({ center, zoom }) {
    this.update();
    const size = this.#map.getSize();
    const scale = 256 * 2 ** zoom;
    this.#animation = {
      from: { scale: this.scale, left: this.left, top: this.top },
      to: { scale, left: toX(center.lng) * scale - size.x / 2, top: toY(center.lat) * scale - size.y / 2 },
      begun: performance.now(),
    };
  }

  /** Brings it up to now. Answers whether it changed. */
  update() {
    const { scale, left, top } = this.#animation ? this.#between(this.#animation) : this.#still();
    const changed = scale !== this.scale || left !== this.left || top !== this.top;
    this.scale = scale;
    this.left = left;
    this.top = top;
    return changed;
  }

  #still() {
    const corner = this.#map.getPixelBounds().min;
    return { scale: 256 * 2 ** this.#map.getZoom(), left: corner.x, top: corner.y };
  }

  #between({ from, to, begun }) {
    const way = eased(Math.min(1, Math.max(0, (performance.now() - begun) / ZOOM_MILLIS)));
    const mix = (a, b) => a + (b - a) * way;
    return { scale: mix(from.scale, to.scale), left: mix(from.left, to.left), top: mix(from.top, to.top) };
  }

  /** The zoom that the scale stands for. */
  get zoom() {
    return Math.log2(this.scale / 256);
  }

  /** The middle of the map that no panel covers, in pixels from its corner. */
  static open(map) {
    const size = map.getSize();
    const panel = document.getElementById("panel").getBoundingClientRect();
    if (panel.width === 0) {
      return { padding: L.point(0, 0), paddingBottom: L.point(0, 0), middle: size.divideBy(2) };
    }
    const atBottom = panel.width >= size.x * 0.9;
    const left = atBottom ? 0 : panel.right;
    const bottom = atBottom ? size.y - panel.top : 0;
    return {
      padding: L.point(left + 40, 50),
      paddingBottom: L.point(40, bottom + 40),
      middle: L.point((left + size.x) / 2, (size.y - bottom) / 2),
    };
  }
}
