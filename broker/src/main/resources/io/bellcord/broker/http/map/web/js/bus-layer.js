/** All buses on one canvas over the map. A frame is drawn only when something on it has moved. */
import { L } from "./lib.js";
import { Sprites } from "./sprites.js";
import { View } from "./view.js";
import { colour, onTheme } from "./theme.js";

const GREY = "#8b929c";
const MANY = 400; // more in sight than this are drawn small
const FAR = 12.5; // and all of them farther away than this zoom, unless they are few
const FEW = 60;
const LEAST_STEP = 0.3; // pixels; less is not seen
const MARGIN = 40;
const REACH = 22;

export class BusLayer {
  #map;
  #canvas;
  #context;
  #sprites = new Sprites();
  #drawn = [];
  #dirty = true;
  #small = false;
  frames = 0;

  /**
   * @param fleet whose buses
   * @param shows what of them: `isShown(bus)`, `selected()`, and `look(route)`
   */
  constructor(map, fleet, shows) {
    this.#map = map;
    this.view = new View(map);
    this.fleet = fleet;
    this.shows = shows;
    this.#canvas = L.DomUtil.create("canvas", "buses", map.getContainer());
    this.#canvas.setAttribute("aria-hidden", "true"); // the list says the same
    this.#context = this.#canvas.getContext("2d");
    map.on("resize", () => this.#resize());
    onTheme(() => this.#resize());
    this.#resize();
    requestAnimationFrame((now) => this.#frame(now));
  }

  #resize() {
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    const { x, y } = this.#map.getSize();
    this.#canvas.width = Math.round(x * ratio);
    this.#canvas.height = Math.round(y * ratio);
    this.#canvas.style.width = `${x}px`;
    this.#canvas.style.height = `${y}px`;
    this.ratio = ratio;
    this.#sprites.reset(ratio, colour("halo"));
    this.accent = colour("accent");
    this.#dirty = true;
  }

  /** Something else than a movement has changed: what is shown, or how. */
  redraw() {
    this.#dirty = true;
  }

  #frame(now) {
    requestAnimationFrame((next) => this.#frame(next));
    if (Math.abs((window.devicePixelRatio || 1) - this.ratio) > 0.01 && window.devicePixelRatio <= 3) {
      this.#resize();
    }
    const viewMoved = this.view.update();
    const places = this.#places(now);
    if (this.#dirty || viewMoved || this.#moved(places)) {
      this.#dirty = false;
      this.#draw(places);
      this.frames++;
    }
  }

  /** Where each bus in sight is now, on the screen. */
  #places(now) {
    const { scale, left, top } = this.view;
    const { x: width, y: height } = this.#map.getSize();
    const places = [];
    for (const bus of this.fleet.seen()) {
      bus.motion.at(now);
      const x = bus.motion.x * scale - left;
      const y = bus.motion.y * scale - top;
      if (x > -MARGIN && y > -MARGIN && x < width + MARGIN && y < height + MARGIN && this.shows.isShown(bus)) {
        places.push({ bus, x, y, heading: bus.motion.heading, state: this.fleet.stateOf(bus) });
      }
    }
    return places;
  }

  #moved(places) {
    const before = this.#drawn;
    return places.length !== before.length || places.some((place, i) => {
      const was = before[i];
      return place.bus !== was.bus || place.state !== was.state
        || Math.abs(place.x - was.x) > LEAST_STEP || Math.abs(place.y - was.y) > LEAST_STEP
        || (place.heading !== was.heading && Math.abs((place.heading ?? 0) - (was.heading ?? 0)) > 1);
    });
  }

  #draw(places) {
    const context = this.#context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    this.#small = places.length > MANY || (this.view.zoom < FAR && places.length > FEW);
    const selected = this.shows.selected();
    let last = null;
    for (const place of places) {
      if (place.bus.id === selected) {
        last = place;
      } else {
        this.#drawBus(place, this.#small);
      }
    }
    if (last) {
      this.#put(this.#sprites.ring(this.accent), last.x, last.y, 0);
      this.#drawBus(last, false);
    }
    context.globalAlpha = 1;
    this.#drawn = places;
  }

  #drawBus({ bus, x, y, heading, state }, small) {
    const route = this.shows.look(bus.route);
    const lively = state === "live";
    this.#context.globalAlpha = lively ? 1 : 0.7;
    const body = this.#sprites.body(lively ? route.color : GREY, heading !== null, small);
    this.#put(body, x, y, ((heading ?? 0) * Math.PI) / 180);
    if (!small && route.name) {
      this.#put(this.#sprites.name(route.name, lively ? route.textColor : "#ffffff"), x, y, 0);
    }
  }

  #put({ image, half }, x, y, angle) {
    const context = this.#context;
    if (angle === 0) {
      context.setTransform(1, 0, 0, 1, Math.round(x * this.ratio), Math.round(y * this.ratio));
    } else {
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      context.setTransform(cos, sin, -sin, cos, x * this.ratio, y * this.ratio);
    }
    context.drawImage(image, -half, -half);
  }

  /** The bus under a point of the map, or null: the nearest within a finger's breadth. */
  at({ x, y }) {
    let nearest = null;
    let least = this.#small ? REACH * 0.7 : REACH;
    for (const place of this.#drawn) {
      const distance = Math.hypot(place.x - x, place.y - y);
      if (distance <= least) {
        nearest = place.bus;
        least = distance;
      }
    }
    return nearest;
  }
}
