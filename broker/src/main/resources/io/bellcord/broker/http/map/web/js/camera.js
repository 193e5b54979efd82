/** Where the map looks. What a panel covers does not count: what is to be seen is put into the middle of the rest. */
import { L } from "./lib.js";
import { toLatitude, toLongitude } from "./mercator.js";

const NEAR = 16;
const LEAST_PAN = 2; // pixels

export class Camera {
  constructor(map) {
    this.map = map;
  }

  /** The part that no panel covers: its middle, and how far it is from the map's edges. */
  #open() {
    const size = this.map.getSize();
    const panel = document.getElementById("panel").getBoundingClientRect();
    const atBottom = panel.width >= size.x * 0.9;
    const left = panel.width === 0 || atBottom ? 0 : panel.right;
    const bottom = atBottom ? size.y - panel.top : 0;
    return {
      topLeft: L.point(left + 40, 50),
      bottomRight: L.point(40, bottom + 40),
      middle: L.point((left + size.x) / 2, (size.y - bottom) / 2),
    };
  }

  /** Puts a place into the middle, from near. */
  goTo({ lat, lon }) {
    const zoom = Math.max(NEAR, this.map.getZoom());
    const shift = this.map.getSize().divideBy(2).subtract(this.#open().middle);
    const center = this.map.unproject(this.map.project([lat, lon], zoom).add(shift), zoom);
    this.map.setView(center, zoom, { animate: true, duration: 0.6 });
  }

  /** Shows all of these places, as large as they go. */
  frame(places, animate) {
    const bounds = L.latLngBounds(places.map(({ lat, lon }) => [lat, lon]));
    const { topLeft, bottomRight } = this.#open();
    this.map.fitBounds(bounds, { paddingTopLeft: topLeft, paddingBottomRight: bottomRight, maxZoom: NEAR, animate });
  }

  /** Goes along with a bus that has just set off: as far, and in the same time. */
  goAlong({ motion }) {
    if (this.map._animatingZoom) {
      return;
    }
    const target = this.map.latLngToContainerPoint([toLatitude(motion.toY), toLongitude(motion.toX)]);
    const way = target.subtract(this.#open().middle);
    if (way.distanceTo([0, 0]) > LEAST_PAN) {
      this.map.panBy(way, { animate: true, duration: motion.left(performance.now()) / 1_000, easeLinearity: 1 });
    }
  }
}
