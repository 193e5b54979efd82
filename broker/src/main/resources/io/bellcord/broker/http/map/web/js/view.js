/** Where a place of the Mercator square lies on the screen, also in the middle of Leaflet's zoom animation. */
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
}
