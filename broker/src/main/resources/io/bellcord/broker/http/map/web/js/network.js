/** A provider's lines and stops, where it has told them: the lines under the buses, the stops from near. */
import { call, listIfAny } from "./api.js";
import { L } from "./lib.js";
import { colour, onTheme } from "./theme.js";

const STOPS_FROM = 15; // this zoom
const MOST_STOPS = 600;

export class Network {
  stops = new Map();
  #lines = null;
  #circles;

  /**
   * @param onStop called with a stop that was clicked
   * @param isShown says of a route whether it is
   */
  constructor(map, onStop, isShown) {
    this.map = map;
    this.onStop = onStop;
    this.isShown = isShown;
    for (const [name, level] of [["lines", 350], ["stops", 360]]) {
      const pane = map.createPane(name);
      pane.style.zIndex = level;
      pane.setAttribute("aria-hidden", "true"); // stops are found by the search
    }
    this.#circles = L.layerGroup().addTo(map);
    this.renderer = L.svg({ pane: "stops", padding: 0.4 }); // no canvas: see the base map
    map.on("moveend", () => this.#showStops());
    onTheme(() => this.redraw());
  }

  async load(provider, token) {
    this.clear();
    const path = `/v1/providers/${provider}`;
    const [stops, lines] = await Promise.all([
      listIfAny(`${path}/stops`, token),
      call(`${path}/shapes`, { token }).catch(() => null),
    ]);
    this.stops = new Map(stops.map((stop) => [stop.id, stop]));
    if (lines?.features?.length) {
      this.#addLines(lines);
    }
    this.#showStops();
  }

  clear() {
    this.stops = new Map();
    this.#lines?.remove();
    this.#lines = null;
    this.#circles.clearLayers();
  }

  #addLines(lines) {
    this.#lines = L.geoJSON(lines, {
      pane: "lines",
      renderer: L.svg({ pane: "lines", padding: 0.4 }),
      interactive: false,
      style: (feature) => this.#lineLook(feature.properties),
    }).addTo(this.map);
  }

  #lineLook({ route, color }) {
    return { color: color || colour("accent"), weight: 4, opacity: this.isShown(route) ? 0.55 : 0, interactive: false };
  }

  /** Which routes are shown, or the colours, have changed. */
  redraw() {
    this.#lines?.setStyle((feature) => this.#lineLook(feature.properties));
    this.#showStops();
  }

  #showStops() {
    this.#circles.clearLayers();
    if (this.map.getZoom() < STOPS_FROM) {
      return;
    }
    const bounds = this.map.getBounds().pad(0.2);
    let left = MOST_STOPS;
    for (const stop of this.stops.values()) {
      if (bounds.contains([stop.lat, stop.lon]) && left-- > 0) {
        this.#circles.addLayer(this.#circle(stop));
      }
    }
  }

  #circle(stop) {
    const style = { color: colour("accent"), weight: 3, fillColor: colour("ground"), fillOpacity: 1, radius: 6 };
    return L.circleMarker([stop.lat, stop.lon], { ...style, pane: "stops", renderer: this.renderer, bubblingMouseEvents: false })
      .bindTooltip(document.createTextNode(stop.name).wholeText.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`))
      .on("click", () => this.onStop(stop));
  }
}
