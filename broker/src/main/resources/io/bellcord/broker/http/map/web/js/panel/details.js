/** What is known of the bus or stop that was chosen. */
import { byId, make, setText } from "../dom.js";
import { text } from "../texts.js";
import { age, facts } from "./words.js";

export class Details {
  #shown = null;
  #facts = "";

  /** @param acts what its buttons do: `close()`, `follow()`, `link()`, `choose(kind, id)` */
  constructor(app, acts) {
    this.app = app;
    this.acts = acts;
  }

  draw({ bus, stop, follows, language }) {
    const key = bus ? `b${bus.id}${bus.route}${language}` : stop ? `s${stop.id}${language}` : null;
    const holder = byId("details");
    holder.hidden = key === null;
    if (key !== this.#shown) {
      this.#shown = key;
      this.#facts = "";
      holder.replaceChildren(...(bus ? this.#busFrame(bus) : stop ? this.#stopFrame(stop) : []));
    }
    if (bus) {
      this.#fillBus(holder, bus, follows);
    } else if (stop) {
      this.#fillStop(holder, stop);
    }
  }

  #head(badge, title, small) {
    const heading = make("h2", {}, title);
    if (small) {
      heading.append(make("small", {}, small));
    }
    return make("header", {}, badge, heading,
      make("button", { type: "button", class: "close", "aria-label": text("close"), onclick: () => this.acts.close() }, "×"));
  }

  #busFrame(bus) {
    const route = this.app.routes.get(bus.route);
    const badge = make("span", { class: "badge" }, route.name || "–");
    badge.style.background = route.color;
    badge.style.color = route.textColor;
    return [
      this.#head(badge, text("bus", { bus: bus.id }), route.longName),
      make("dl"),
      make("div", { class: "buttons" },
        make("button", { type: "button", class: "follow", onclick: () => this.acts.follow() }),
        make("button", { type: "button", class: "link", onclick: (event) => this.#copy(event.currentTarget) }, text("copyLink"))),
    ];
  }

  #fillBus(holder, bus, follows) {
    this.#fillFacts(holder.querySelector("dl"), facts(bus, this.app.fleet.stateOf(bus), this.app.network.stops));
    const follow = holder.querySelector(".follow");
    setText(follow, text(follows ? "following" : "follow"));
    follow.setAttribute("aria-pressed", String(follows));
  }

  #stopFrame(stop) {
    return [
      this.#head(make("span", { class: "dot" }), stop.name, stop.code ? text("stopCode", { code: stop.code }) : text("stop")),
      make("dl"),
      make("div", { class: "buttons" },
        make("button", { type: "button", class: "link", onclick: (event) => this.#copy(event.currentTarget) }, text("copyLink"))),
    ];
  }

  #fillStop(holder, stop) {
    const coming = [...this.app.fleet.seen()].filter((bus) => bus.position.stop === stop.id);
    const rows = coming.map((bus) => {
      const route = this.app.routes.get(bus.route);
      return [route.name ? text("routeName", { route: route.name }) : text("noRoute"), `${text("bus", { bus: bus.id })}, ${age(bus)}`];
    });
    this.#fillFacts(holder.querySelector("dl"), rows.length > 0 ? rows : [[text("comingHere"), text("nothingComing")]]);
  }

  #fillFacts(holder, rows) {
    const key = JSON.stringify(rows);
    if (key !== this.#facts) {
      this.#facts = key;
      holder.replaceChildren(...rows.flatMap(([label, value]) => [make("dt", {}, label), make("dd", {}, value)]));
    }
  }

  async #copy(button) {
    try {
      await navigator.clipboard.writeText(this.acts.link());
      setText(button, text("copied"));
    } catch {
      location.href = this.acts.link(); // without https there is no clipboard: the address bar has it
    }
  }
}
