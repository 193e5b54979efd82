/** The same as on the map, as a list: for those who do not see it, or look for something. */
import { byId, make, setText } from "../dom.js";
import { byName } from "../routes.js";
import { counted, number, text } from "../texts.js";
import { age, stateWord } from "./words.js";

const MOST = 100;
const SORTED_FOR = 5_000; // ms: to sort thousands by name takes longer than a frame

const has = (words, wanted) => words.some((word) => word && word.toLowerCase().includes(wanted));

export class List {
  #rows = new Map();
  #sorted = { key: "", at: 0, buses: [] };

  /**
   * @param app what is shown: `fleet`, `routes`, `network`, `isShown(bus)`, `selected()`, `choice` (of routes, as a text)
   * @param choose called with "bus" or "stop" and its id
   */
  constructor(app, choose) {
    this.app = app;
    this.choose = choose;
  }

  draw() {
    const wanted = byId("search").value.trim().toLowerCase();
    const buses = this.#inOrder(wanted);
    const stops = wanted ? this.#stops(wanted) : [];
    const found = [...stops.slice(0, MOST / 2), ...buses].slice(0, MOST);
    this.#count(wanted, buses.length + stops.length);
    this.#show(found);
    this.#more(buses.length + stops.length - found.length);
  }

  /** The same order as before for a while, unless there are others. */
  #inOrder(wanted) {
    const found = this.#found(wanted);
    const key = `${wanted} ${found.length} ${this.app.choice}`;
    const now = performance.now();
    if (key !== this.#sorted.key || now - this.#sorted.at > SORTED_FOR) {
      found.sort((one, other) => byName(one.route.name, other.route.name) || byName(one.bus.id, other.bus.id));
      this.#sorted = { key, at: now, buses: found.map(({ bus }) => bus) };
      return found;
    }
    const { fleet, routes } = this.app;
    return this.#sorted.buses.filter((bus) => fleet.find(bus.id) === bus).map((bus) => ({ bus, route: routes.get(bus.route) }));
  }

  #found(wanted) {
    const { fleet, routes } = this.app;
    const found = [];
    for (const bus of fleet.seen()) {
      if (wanted ? has(this.#words(bus), wanted) : this.app.isShown(bus)) {
        found.push({ bus, route: routes.get(bus.route) });
      }
    }
    return found;
  }

  #words(bus) {
    const route = this.app.routes.get(bus.route);
    return [bus.id, route.name, route.longName, text("bus", { bus: bus.id })];
  }

  #stops(wanted) {
    return [...this.app.network.stops.values()]
      .filter((stop) => has([stop.name, stop.code], wanted))
      .sort((one, other) => byName(one.name, other.name))
      .map((stop) => ({ stop }));
  }

  #count(wanted, count) {
    const words = wanted ? text("found", { n: number(count) }) : count === 0 ? text("countNone") : counted("count", count);
    setText(byId("count"), words);
  }

  /** Rows are used again, so that neither the focus nor the place in the list is lost. */
  #show(found) {
    const list = byId("list");
    const rows = new Map();
    let before = null;
    for (const one of found) {
      const key = one.stop ? `s${one.stop.id}` : `b${one.bus.id}`;
      const row = this.#rows.get(key) ?? (one.stop ? this.#stopRow(one.stop) : this.#busRow(one.bus.id));
      this.#fill(row, one);
      rows.set(key, row);
      const next = before ? before.nextElementSibling : list.firstElementChild;
      if (next !== row) {
        list.insertBefore(row, next);
      }
      before = row;
    }
    for (const [key, row] of this.#rows) {
      if (!rows.has(key)) {
        row.remove();
      }
    }
    this.#rows = rows;
  }

  #busRow(id) {
    return make("li", {}, make("button", { type: "button", class: "row", "data-bus": id, onclick: () => this.choose("bus", id) },
      make("span", { class: "badge" }),
      make("span", { class: "what" }, make("span", { class: "title" }), make("span", { class: "sub" })),
      make("span", { class: "age" })));
  }

  #stopRow(stop) {
    return make("li", {}, make("button", { type: "button", class: "row", "data-stop": stop.id, onclick: () => this.choose("stop", stop.id) },
      make("span", { class: "dot" }),
      make("span", { class: "what" }, make("span", { class: "title" }), make("span", { class: "sub" })),
      make("span", { class: "age" })));
  }

  #fill(row, { bus, stop, route }) {
    const button = row.firstElementChild;
    const [mark, what, time] = button.children;
    const [title, sub] = what.children;
    if (stop) {
      setText(title, stop.name);
      setText(sub, stop.code ? text("stopCode", { code: stop.code }) : text("stop"));
      return;
    }
    const state = this.app.fleet.stateOf(bus);
    if (button.dataset.look !== `${route.name}${route.color}`) {
      button.dataset.look = `${route.name}${route.color}`;
      setText(mark, route.name || "–");
      mark.style.background = route.color;
      mark.style.color = route.textColor;
    }
    setText(title, text("bus", { bus: bus.id }));
    setText(sub, state === "live" ? route.longName || stateWord(state) : stateWord(state));
    setText(time, age(bus));
    button.classList.toggle("stale", state === "stale");
    button.classList.toggle("out_of_service", state === "out_of_service");
    button.setAttribute("aria-current", String(this.app.selected() === bus.id));
  }

  #more(count) {
    const list = byId("list");
    let more = list.nextElementSibling;
    if (!more) {
      more = make("p", { class: "more" });
      list.after(more);
    }
    more.hidden = count <= 0;
    setText(more, text("more", { n: number(count) }));
  }
}
