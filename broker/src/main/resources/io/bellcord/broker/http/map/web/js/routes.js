/** The routes of a provider: their names and colours, known ones and those that only a bus names. */
import { listIfAny } from "./api.js";

const UNKNOWN = "#5b6675";
const order = new Intl.Collator(undefined, { numeric: true });

/** Black or white, whichever is read better on a colour. */
function readableOn(color) {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.36 ? "#10151b" : "#ffffff";
}

export const byName = (one, other) => order.compare(one, other);

export class Routes {
  #known = new Map();
  changes = 0;

  async load(provider, token) {
    const routes = await listIfAny(`/v1/providers/${provider}/routes`, token);
    this.#known = new Map(routes.map((route) => [route.id, look(route)]));
    this.changes++;
  }

  clear() {
    this.#known.clear();
    this.changes++;
  }

  /** How a route looks; null is of a bus without one. */
  get(id) {
    let route = this.#known.get(id);
    if (!route) {
      route = look({ id });
      if (id !== null) {
        this.#known.set(id, route);
        this.changes++;
      }
    }
    return route;
  }

  list() {
    return [...this.#known.values()].sort((one, other) => byName(one.name, other.name));
  }
}

function look({ id, shortName, longName, color, textColor }) {
  const ground = /^#[0-9a-f]{6}$/i.test(color ?? "") ? color : UNKNOWN;
  return {
    id,
    name: shortName || id || "",
    longName: longName || "",
    color: ground,
    textColor: /^#[0-9a-f]{6}$/i.test(textColor ?? "") ? textColor : readableOn(ground),
  };
}
