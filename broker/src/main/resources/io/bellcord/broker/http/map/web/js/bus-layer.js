/** All buses on one canvas over the map. A frame is drawn only when something on it has moved. */
import { L } from "./lib.js";
import { Sprites } from "./sprites.js";
import { View } from "./view.js";
import { colour, onTheme } from "./theme.js";

const GREY = "#8b929c"; // those that are not live
const FADED = 0.7;
const MANY = 400; // more in sight than this are drawn small
const FAR = 12.5; // and all of them farther away than this zoom, unless they are few
const FEW = 60;
const LEAST_STEP = 0.3; // pixels; less is not seen
const LEAST_TURN = 1; // degree
const MARGIN = 40;
const REACH = 22;

/** Where a bus is on the screen, and where it was when it was drawn last. */
class Spot {
  x = 0;
  y = 0;
  heading = null;
  state = "";
  #x = NaN;
  #y = NaN;
  #heading = null;
  #state = "";

  /** Whether it is to be seen that it is not as it was. */
  isNews() {
    return !(Math.abs(this.x - this.#x) <= LEAST_STEP && Math.abs(this.y - this.#y) <= LEAST_STEP)
      || this.state !== this.#state
      || (this.heading !== this.#heading && !(Math.abs(this.heading - this.#heading) <= LEAST_TURN));
  }

  drawn() {
    this.#x = this.x;
    this.#y = this.y;
    this.#heading = this.heading;
    this.#state = this.state;
  }
}

export class BusLayer {
  #map;
  #canvas;
  #context;
  #sprites = new Sprites();
  #inSight = [];
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
    const busesMoved = this.#look(now);
    if (this.#dirty || viewMoved || busesMoved) {
      this.#dirty = false;
      this.#draw();
      this.frames++;
    }
  }

  /** Finds the buses in sight and where each is now, on the screen. Answers whether there is something new to see. */
  #look(now) {
    const { scale, left, top } = this.view;
    const { x: width, y: height } = this.#map.getSize();
    const before = this.#inSight.length;
    let count = 0;
    let news = false;
    for (const bus of this.fleet.seen()) {
      bus.motion.at(now);
      const x = bus.motion.x * scale - left;
      const y = bus.motion.y * scale - top;
      if (x > -MARGIN && y > -MARGIN && x < width + MARGIN && y < height + MARGIN && this.shows.isShown(bus)) {
        news = this.#put(bus, x, y) || this.#inSight[count] !== bus || news;
        this.#inSight[count++] = bus;
      }
    }
    this.#inSight.length = count;
    return news || count !== before;
  }

  #put(bus, x, y) {
    const spot = (bus.spot ??= new Spot());
    spot.x = x;
    spot.y = y;
    spot.heading = bus.motion.heading;
    spot.state = this.fleet.stateOf(bus);
    return spot.isNews();
  }

  #draw() {
    const context = this.#context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    this.#small = this.#inSight.length > MANY || (this.view.zoom < FAR && this.#inSight.length > FEW);
    const selected = this.shows.selected();
    let last = null;
    for (const bus of this.#inSight) {
      bus.spot.drawn();
      if (bus.id === selected) {
        last = bus;
      } else {
        this.#paint(bus, this.#small);
      }
    }
    if (last) {
      context.globalAlpha = 1;
      this.#stamp(this.#sprites.ring(this.accent), last.spot, 0);
      this.#paint(last, false);
    }
    context.globalAlpha = 1;
  }

  #paint(bus, small) {
    const { spot } = bus;
    const look = this.shows.look(bus.route);
    const lively = spot.state === "live";
    this.#context.globalAlpha = lively ? 1 : FADED;
    if (small) {
      this.#paintSmall(spot, lively ? look.color : GREY);
    } else {
      this.#paintLarge(spot, lively ? look.color : GREY, look.name, lively ? look.textColor : "#ffffff");
    }
  }

  /** At whole pixels and from a picture that is turned already: where there are thousands, pixels in between cost the most. */
  #paintSmall({ x, y, heading }, ground) {
    const { image, half } = this.#sprites.small(ground, heading);
    this.#context.drawImage(image, Math.round(x * this.ratio - half), Math.round(y * this.ratio - half));
  }

  #paintLarge(spot, ground, name, ink) {
    this.#stamp(this.#sprites.large(ground, spot.heading !== null), spot, ((spot.heading ?? 0) * Math.PI) / 180);
    if (name) {
      this.#stamp(this.#sprites.name(name, ink), spot, 0);
    }
  }

  #stamp({ image, half }, { x, y }, angle) {
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
    for (const bus of this.#inSight) {
      const distance = Math.hypot(bus.spot.x - x, bus.spot.y - y);
      if (distance <= least) {
        nearest = bus;
        least = distance;
      }
    }
    return nearest;
  }
}
