/** One button for each route: pressed ones are shown, and all of them where none is pressed. */
import { byId, make } from "../dom.js";
import { text } from "../texts.js";

const MOST = 150;

export class Chips {
  #drawn = "";

  /** @param toggle called with a route's id, or null to show all again */
  constructor(routes, chosen, toggle) {
    this.routes = routes;
    this.chosen = chosen;
    this.toggle = toggle;
  }

  draw(language) {
    const key = `${this.routes.changes} ${[...this.chosen].join()} ${language}`;
    if (key === this.#drawn) {
      return;
    }
    this.#drawn = key;
    const holder = byId("routes");
    const focused = holder.contains(document.activeElement) ? document.activeElement.dataset.route : null;
    const chips = this.routes.list().slice(0, MOST).map((route) => this.#chip(route));
    holder.replaceChildren(...(this.chosen.size > 0 ? [this.#clear()] : []), ...chips);
    if (focused !== null) {
      (holder.querySelector(`[data-route="${CSS.escape(focused)}"]`) ?? holder.firstElementChild)?.focus();
    }
  }

  #clear() {
    const button = make("button", { type: "button", class: "chip clear", "data-route": "", onclick: () => this.toggle(null) }, text("allRoutes"));
    return button;
  }

  #chip(route) {
    const pressed = this.chosen.has(route.id);
    const chip = make("button", {
      type: "button",
      class: `chip${this.chosen.size > 0 ? " dim" : ""}`,
      "data-route": route.id,
      "aria-pressed": String(pressed),
      "aria-label": text("routeName", { route: route.name }) + (route.longName ? `, ${route.longName}` : ""),
      title: route.longName,
      onclick: () => this.toggle(route.id),
    }, route.name);
    chip.style.background = route.color;
    chip.style.color = route.textColor;
    return chip;
  }
}
