/** What lies under the buses: tiles of a server, the outline that comes with Bellcord, or nothing. */
import { L } from "./lib.js";
import { colour, onTheme } from "./theme.js";

const MONACO = { center: [43.7385, 7.4245], zoom: 14.5 };
const WORLD = { center: [25, 10], zoom: 2 };
const FARTHEST = 20;

/** What a feature of the outline looks like, by its kind. Widths are those at zoom 16. */
const LOOKS = {
  water: () => ({ fill: true, fillColor: colour("water"), fillOpacity: 1, stroke: true, color: colour("shore"), weight: 1 }),
  green: () => ({ fill: true, fillColor: colour("green"), fillOpacity: 1, stroke: false }),
  building: () => ({ fill: true, fillColor: colour("building"), fillOpacity: 1, stroke: false }),
  path: () => ({ color: colour("street-edge"), width: 1.5 }),
  street: () => ({ color: colour("street"), width: 6 }),
  road: () => ({ color: colour("street"), width: 10 }),
  rail: () => ({ color: colour("rail"), width: 2.5, dashArray: "6 4" }),
};

/** Adds the base map and shows where it is best seen. */
export function addBaseMap(map, base) {
  if (base.kind === "tiles") {
    addTiles(map, base);
  } else if (base.kind === "monaco") {
    addOutline(map);
  }
  const start = base.kind === "monaco" ? MONACO : WORLD;
  map.setView(start.center, start.zoom, { animate: false });
}

function addTiles(map, { tiles, attribution, attributionUrl }) {
  L.tileLayer(tiles, { maxZoom: FARTHEST, maxNativeZoom: 19, attribution: credit(attribution, attributionUrl) }).addTo(map);
}

/** Leaflet takes markup here, and a setting is a text. */
function credit(words, url) {
  const holder = document.createElement(url ? "a" : "span");
  holder.textContent = words;
  if (url) {
    holder.href = url;
    holder.target = "_blank";
    holder.rel = "noopener";
  }
  return holder.outerHTML;
}

async function addOutline(map) {
  map.attributionControl.addAttribution(
    `${credit("© OpenStreetMap contributors", "https://www.openstreetmap.org/copyright")}, `
    + credit("ODbL", "https://opendatacommons.org/licenses/odbl/1-0/"));
  const answer = await fetch("/map/monaco.geojson");
  if (!answer.ok) {
    return;
  }
  const pane = map.createPane("outline");
  pane.style.zIndex = 200;
  pane.setAttribute("aria-hidden", "true");
  const renderer = L.svg({ pane: "outline", padding: 0.6 }); // a canvas would be copied for each frame of the buses over it
  const options = { pane: "outline", renderer, interactive: false };
  const outline = await answer.json();
  const [ground, streets] = [(feature) => !isStreet(feature), isStreet].map((filter) => ({ ...options, filter }));
  const layers = [
    L.geoJSON(outline, { ...ground, style: (feature) => look(map, feature) }),
    L.geoJSON(outline, { ...streets, style: (feature) => edge(map, feature) }),
    L.geoJSON(outline, { ...streets, style: (feature) => look(map, feature) }),
  ];
  layers.forEach((layer) => layer.addTo(map));
  const restyle = () => layers.forEach((layer) => layer.setStyle(layer.options.style));
  map.on("zoomend", restyle);
  onTheme(restyle);
}

const isStreet = ({ properties }) => properties.kind === "street" || properties.kind === "road";

/** What is left to see of a street's edges when the street lies on them. */
function edge(map, feature) {
  const style = look(map, feature);
  return { ...style, color: colour("street-edge"), weight: style.weight + 2 };
}

function look(map, feature) {
  const { width, ...style } = LOOKS[feature.properties.kind]();
  if (width) {
    style.weight = Math.max(0.8, width * Math.min(4, 2 ** (map.getZoom() - 16)));
  }
  return { fill: false, interactive: false, lineCap: "round", ...style };
}
