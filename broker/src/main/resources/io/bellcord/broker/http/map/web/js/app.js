/** The live map: holds its parts together and what is chosen of them. */
import * as address from "./address.js";
import { addBaseMap } from "./base-map.js";
import { BusLayer } from "./bus-layer.js";
import { Camera } from "./camera.js";
import { byId, make } from "./dom.js";
import { Fleet } from "./fleet.js";
import { preferences } from "./kept.js";
import { L } from "./lib.js";
import { Live, webSocketAddress } from "./live.js";
import { askToLogIn } from "./login-dialog.js";
import { toLatitude, toLongitude } from "./mercator.js";
import { Network } from "./network.js";
import { Chips } from "./panel/chips.js";
import { Details } from "./panel/details.js";
import { List } from "./panel/list.js";
import { addGrip, addTools } from "./panel/tools.js";
import { Routes } from "./routes.js";
import { accessToken, logout, refresh } from "./session.js";
import { showStatus } from "./status.js";
import { apply, language, onLanguage, text } from "./texts.js";

const SECOND = 1_000;
const GLANCE = 120; // ms: the snapshot comes in a few frames

export class App {
  #live = null;
  #framed = false;
  #bus = null;
  #stop = null;
  #follows = false;
  #shutOut = false;

  constructor(config, providers) {
    this.config = config;
    this.providers = providers;
    const start = address.read();
    this.chosen = new Set(start.routes);
    this.map = L.map("map", { zoomControl: false, attributionControl: true, zoomSnap: 0.5, worldCopyJump: true, maxZoom: 20 });
    this.map.attributionControl.setPrefix(false);
    const zoom = L.control.zoom({ position: "topright" }).addTo(this.map).getContainer();
    [...zoom.children].forEach((button, i) => {
      button.dataset.textLabel = ["zoomIn", "zoomOut"][i];
      button.removeAttribute("title"); // which is English
    });
    addBaseMap(this.map, config.base);
    this.camera = new Camera(this.map);
    this.fleet = new Fleet((bus) => this.#moved(bus));
    this.routes = new Routes();
    this.network = new Network(this.map, (stop) => this.choose("stop", stop.id), (route) => this.#hasRoute(route));
    this.layer = new BusLayer(this.map, this.fleet, {
      isShown: (bus) => this.isShown(bus),
      selected: () => this.#bus,
      look: (route) => this.routes.get(route),
    });
    this.chips = new Chips(this.routes, this.chosen, (route) => this.#toggle(route));
    this.list = new List(this, (kind, id) => this.choose(kind, id));
    this.details = new Details(this, {
      close: () => this.choose(null),
      follow: () => this.#follow(!this.#follows),
      link: () => location.href,
      choose: (kind, id) => this.choose(kind, id),
    });
    this.#listen();
    this.#begin(start);
  }

  #listen() {
    this.lower = addGrip(() => this.layer.redraw());
    addTools();
    apply();
    onLanguage(() => this.draw());
    byId("search").addEventListener("input", () => this.draw());
    byId("provider").addEventListener("change", (event) => this.open(event.target.value));
    byId("account").addEventListener("click", () => this.#changeAccount());
    this.map.on("click", (event) => this.#clicked(event.containerPoint));
    this.map.on("mousemove", (event) => this.#hover(event.containerPoint));
    this.map.on("dragstart", () => this.#follow(false));
    this.map.on("moveend", () => this.#remember());
    addEventListener("hashchange", () => this.#wentTo(address.read()));
    addEventListener("keydown", (event) => event.key === "Escape" && !byId("login").open && this.choose(null));
    setInterval(() => this.draw(), SECOND);
  }

  #begin(start) {
    byId("provider").replaceChildren(...this.providers.map((one) => make("option", { value: one.id }, one.name)));
    const last = preferences.get("bellcord.provider");
    const known = (id) => this.providers.some((one) => one.id === id);
    if (start.provider && !known(start.provider)) {
      byId("provider").selectedIndex = -1; // or the first could not be chosen
      showStatus("providerGone", { provider: start.provider });
      return;
    }
    const first = [start.provider, last].find(known) ?? (this.providers.find((one) => one.publicRead) ?? this.providers[0])?.id;
    if (!first) {
      showStatus("noProviders");
      return;
    }
    this.#bus = start.bus;
    this.#stop = start.stop;
    this.#follows = start.follows;
    if (start.view) {
      this.#framed = true;
      this.map.setView([start.view.lat, start.view.lon], start.view.zoom, { animate: false });
    }
    this.#connectTo(first);
  }

  /** Shows another provider. */
  open(id) {
    this.chosen.clear();
    this.#framed = false;
    this.#bus = this.#stop = null;
    this.#follows = false;
    byId("search").value = "";
    this.#connectTo(id);
    this.#remember();
  }

  async #connectTo(id) {
    this.#live?.stop();
    this.provider = this.providers.find((one) => one.id === id);
    byId("provider").value = id;
    document.title = text("title", { provider: this.provider.name });
    preferences.set("bellcord.provider", id);
    this.fleet.clear();
    this.routes.clear();
    this.network.clear();
    if (!this.provider.publicRead && !accessToken(id) && !(await this.#logIn())) {
      this.#declined();
      return;
    }
    if (this.provider.id === id) {
      this.#start();
    }
  }

  #start() {
    const { id } = this.provider;
    const token = accessToken(id);
    this.#shutOut = false;
    this.#showAccount();
    this.#live?.stop();
    this.#live = new Live(webSocketAddress(this.config.websocket), id, () => accessToken(id), {
      status: (word) => this.#status(word),
      snapshot: () => this.#snapshot(),
      message: (topic, json) => this.fleet.take(topic, json),
    });
    this.#live.start();
    this.routes.load(id, token).then(() => this.draw());
    this.network.load(id, token);
  }

  /** Not to wait for the next second. */
  #snapshot() {
    this.fleet.snapshotBegins();
    [GLANCE, 3 * GLANCE].forEach((wait) => setTimeout(() => this.draw(), wait));
  }

  async #logIn() {
    return askToLogIn(this.provider);
  }

  /** Nobody logged in where somebody must: they may still want to. */
  #declined() {
    this.#shutOut = true;
    this.#showAccount();
    showStatus("refusedHere");
  }

  #showAccount() {
    const loggedIn = accessToken(this.provider.id) !== null;
    byId("account").hidden = !loggedIn && !this.#shutOut;
    byId("account").textContent = text(loggedIn ? "logout" : "login");
  }

  #changeAccount() {
    logout(this.provider.id);
    byId("account").hidden = true;
    this.#connectTo(this.provider.id);
  }

  async #status(word) {
    this.fleet.connected = word === "live";
    showStatus(word);
    if (word === "refused") {
      const { id } = this.provider;
      if ((await refresh(id)) || (await this.#logIn())) {
        this.#start();
      } else {
        this.#declined();
      }
    }
  }

  #hasRoute(route) {
    return this.chosen.size === 0 || this.chosen.has(route);
  }

  isShown(bus) {
    return this.#hasRoute(bus.route) || bus.id === this.#bus;
  }

  get choice() {
    return [...this.chosen].join();
  }

  selected() {
    return this.#bus;
  }

  #toggle(route) {
    if (route === null) {
      this.chosen.clear();
    } else if (!this.chosen.delete(route)) {
      this.chosen.add(route);
    }
    this.network.redraw();
    this.draw();
    this.#frame(true);
    this.#remember();
  }

  /** Chooses a bus or a stop, or with null nothing. */
  choose(kind, id = null) {
    this.#bus = kind === "bus" ? id : null;
    this.#stop = kind === "stop" ? id : null;
    this.#follows = false;
    const place = kind === "stop" ? this.network.stops.get(id) : this.#placeOf(this.fleet.find(id));
    if (place) {
      this.lower(matchMedia("(max-width: 640px)").matches);
      byId("sheet").scrollTop = 0;
    }
    this.draw();
    if (place) {
      this.camera.goTo(place);
    }
    this.#remember();
  }

  #placeOf(bus) {
    return bus && { lat: toLatitude(bus.motion.y), lon: toLongitude(bus.motion.x) };
  }

  #clicked(point) {
    const bus = this.layer.at(point);
    this.choose(bus ? "bus" : null, bus?.id);
  }

  #hover(point) {
    this.map.getContainer().style.cursor = this.layer.at(point) ? "pointer" : "";
  }

  #follow(on) {
    if (this.#follows === on) {
      return;
    }
    this.#follows = on;
    const bus = this.fleet.find(this.#bus);
    if (on && bus) {
      this.camera.goTo(this.#placeOf(bus));
    }
    this.draw();
    this.#remember();
  }

  #moved(bus) {
    if (this.#follows && bus.id === this.#bus) {
      this.camera.goAlong(bus);
    }
  }

  /** Shows all that is shown, as large as it goes. */
  #frame(animate) {
    const places = [...this.fleet.seen()].filter((bus) => this.isShown(bus)).map((bus) => this.#placeOf(bus));
    if (places.length === 0) {
      return;
    }
    this.#framed = true; // before the map has moved: it is to be remembered
    this.camera.frame(places, animate);
  }

  /** Brings the panel up to date; also once a second, for ages pass. */
  draw() {
    if (!this.provider || document.hidden) {
      return;
    }
    if (!this.#framed && this.fleet.connected && this.fleet.size > 0) {
      this.#frame(false);
    }
    const bus = this.fleet.find(this.#bus);
    const stop = this.network.stops.get(this.#stop);
    for (const one of this.fleet.seen()) {
      this.routes.get(one.route); // so that it has a button
    }
    this.chips.draw(language());
    this.list.draw();
    this.details.draw({ bus, stop, follows: this.#follows, language: language() });
    this.#showAccount();
    document.title = text("title", { provider: this.provider.name });
    this.layer.redraw();
  }

  /** Puts what is shown into the address; the view only when it is of something. */
  #remember() {
    if (!this.provider) {
      return;
    }
    const center = this.map.getCenter();
    const seesSomething = this.#framed || this.#bus !== null;
    address.write({
      provider: this.provider.id,
      routes: this.chosen,
      bus: this.#bus,
      stop: this.#stop,
      follows: this.#follows,
      view: seesSomething ? { lat: center.lat, lon: center.lng, zoom: this.map.getZoom() } : null,
    });
  }

  /** Somebody has put another address into the bar. */
  #wentTo(place) {
    if (place.provider && place.provider !== this.provider?.id && this.providers.some((one) => one.id === place.provider)) {
      this.open(place.provider);
    }
    this.chosen.clear();
    place.routes.forEach((route) => this.chosen.add(route));
    this.#bus = place.bus;
    this.#stop = place.stop;
    this.#follows = place.follows;
    if (place.view) {
      this.#framed = true;
      this.map.setView([place.view.lat, place.view.lon], place.view.zoom);
    }
    this.network.redraw();
    this.draw();
  }
}
