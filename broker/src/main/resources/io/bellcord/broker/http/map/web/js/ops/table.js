/** The fleet as a table: what is wrong stands first. */
import { byId, make, setText } from "../dom.js";
import { brokerTime } from "../clock.js";
import { byName } from "../routes.js";
import { ago, number, text } from "../texts.js";

const MOST = 500;
const BUS_ID = /^[A-Za-z0-9._-]{1,64}$/;
const RANK = { live: 2, stale: 1, offline: 0, out_of_service: 3 };

export class Table {
  #rows = new Map();
  #buses = [];

  /** @param choose called with the bus that was chosen */
  constructor(choose) {
    this.choose = choose;
    this.chosen = null;
    byId("search").addEventListener("input", () => this.draw());
    byId("new-bus").addEventListener("click", () => this.choose(byId("search").value.trim()));
  }

  take(buses) {
    this.#buses = buses.toSorted((one, other) =>
      Number(other.refused > 0) - Number(one.refused > 0)
      || (RANK[one.state] ?? -1) - (RANK[other.state] ?? -1)
      || byName(one.bus, other.bus));
    this.draw();
  }

  draw() {
    const wanted = byId("search").value.trim().toLowerCase();
    const found = this.#buses.filter((one) =>
      [one.bus, one.route, one.state && text(one.state), one.lastRefusal?.reason].some((word) => word?.toLowerCase().includes(wanted)));
    this.#summary();
    const rows = new Map(found.slice(0, MOST).map((one) => [one.bus, this.#row(one)]));
    const ordered = [...rows.values()];
    const body = byId("rows");
    if (ordered.length !== body.children.length || ordered.some((row, i) => body.children[i] !== row)) {
      const focused = document.activeElement?.closest?.("tr")?.dataset.bus;
      body.replaceChildren(...ordered);
      rows.get(focused)?.querySelector("button").focus();
    }
    this.#rows = rows;
    byId("none").hidden = found.length > 0;
    setText(byId("none"), text("opsNone"));
    this.#offerNew(byId("search").value.trim());
  }

  /** A tracker needs a credential before its bus can report. */
  #offerNew(bus) {
    byId("new-bus").hidden = !BUS_ID.test(bus) || this.#buses.some((one) => one.bus === bus);
    setText(byId("new-bus"), text("opsNewBus", { bus }));
  }

  #row(one) {
    const row = this.#rows.get(one.bus) ?? this.#newRow(one.bus);
    const [, route, state, fix, rate, refused, reason, battery, signal] = row.children;
    setText(route, one.route ?? "");
    setText(state.firstElementChild, one.state ? text(one.state) : text("opsNever"));
    state.firstElementChild.className = `state ${one.state ?? "offline"}`;
    setText(fix, one.ts ? ago(brokerTime() - one.ts) : "");
    setText(rate, one.fixesPerMinute === undefined ? "" : number(Math.round(one.fixesPerMinute * 10) / 10));
    setText(refused, one.refused ? number(one.refused) : "");
    refused.classList.toggle("bad", one.refused > 0);
    setText(reason, one.lastRefusal ? `${one.lastRefusal.reason}: ${one.lastRefusal.message}` : "");
    reason.title = reason.textContent;
    setText(battery, one.batt === undefined ? "" : `${number(Math.round(one.batt))} %`);
    setText(signal, one.rssi === undefined ? "" : `${number(Math.round(one.rssi))} dBm`);
    row.setAttribute("aria-selected", String(one.bus === this.chosen));
    return row;
  }

  #newRow(bus) {
    const cells = ["", "", "number", "number", "reason", "number", "number"].map((name) => make("td", { class: name || null }));
    return make("tr", { "data-bus": bus, onclick: () => this.choose(bus) },
      make("td", {}, make("button", { type: "button" }, bus)),
      cells[0],
      make("td", {}, make("span")),
      ...cells.slice(1));
  }

  #summary() {
    const count = (test) => this.#buses.filter(test).length;
    const figures = [
      ["live", count((one) => one.state === "live")],
      ["stale", count((one) => one.state === "stale")],
      ["offline", count((one) => one.state === "offline")],
      ["opsWithRefusals", count((one) => one.refused > 0)],
    ];
    const holder = byId("summary");
    if (holder.childElementCount !== figures.length) {
      holder.replaceChildren(...figures.map(() => make("div", { class: "figure" }, make("b"), make("span"))));
    }
    figures.forEach(([label, value], i) => {
      setText(holder.children[i].firstElementChild, number(value));
      setText(holder.children[i].lastElementChild, text(label));
    });
  }
}
