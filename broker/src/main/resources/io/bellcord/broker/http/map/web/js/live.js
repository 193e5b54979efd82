/**
 * The connection to the live feed: one provider's positions and states, by MQTT over WebSocket. It comes back by itself,
 * at once where the browser says that the network is there again, else later and later.
 */
import { Paho } from "./lib.js";

const KEEP_ALIVE_SECONDS = 20;
const CONNECT_SECONDS = 10;
const FIRST_WAIT = 400; // ms
const LONGEST_WAIT = 10_000;
const REST_AFTER = 60_000; // hidden for so long, the page needs no data
const NOT_LET_IN = /return code:\s*[45]/;

/** Where a browser finds MQTT, by the broker's configuration. */
export function webSocketAddress({ url, port, tlsPort, path }) {
  if (url) {
    return url;
  }
  if (location.protocol === "https:") {
    return tlsPort ? `wss://${location.hostname}:${tlsPort}${path}` : `wss://${location.host}${path}`;
  }
  return `ws://${location.hostname}:${port}${path}`;
}

export class Live {
  #client = null;
  #timer = null;
  #restTimer = null;
  #wait = FIRST_WAIT;
  #wanted = false;

  /**
   * @param address of the WebSocket
   * @param provider whose buses
   * @param password asked for at each attempt; answers a token or null
   * @param on `status(word)`: connecting, live, reconnecting, offline, resting or refused; `snapshot()` when what comes
   *     next is the whole picture; `message(topic, json, retained)`
   */
  constructor(address, provider, password, on) {
    this.address = address;
    this.provider = provider;
    this.password = password;
    this.on = on;
    this.listeners = new AbortController();
  }

  start() {
    const { signal } = this.listeners;
    addEventListener("online", () => this.#now(), { signal });
    addEventListener("offline", () => this.#lost(), { signal });
    addEventListener("pageshow", (event) => event.persisted && this.#now(), { signal });
    document.addEventListener("visibilitychange", () => this.#visible(), { signal });
    this.#wanted = true;
    this.on.status("connecting");
    this.#connect();
  }

  /** For good. */
  stop() {
    this.#wanted = false;
    this.listeners.abort();
    clearTimeout(this.#restTimer);
    this.#drop();
  }

  #drop() {
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = null; // its callbacks are no longer ours
    try {
      client?.disconnect();
    } catch {
      // it was not connected
    }
  }

  #now() {
    this.#wait = FIRST_WAIT;
    this.#drop();
    this.#connect();
  }

  #lost() {
    this.#drop();
    this.on.status("offline");
    this.#later();
  }

  #visible() {
    clearTimeout(this.#restTimer);
    if (document.hidden) {
      this.#restTimer = setTimeout(() => { this.#drop(); this.on.status("resting"); }, REST_AFTER);
    } else if (!this.#client?.isConnected()) {
      this.#now();
    }
  }

  #connect() {
    if (!this.#wanted) {
      return;
    }
    const client = new Paho.Client(this.address, `map-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`);
    const isOurs = () => client === this.#client;
    this.#client = client;
    client.onMessageArrived = (message) => isOurs() && this.#arrived(message);
    client.onConnectionLost = () => isOurs() && this.#failed("");
    const options = {
      userName: this.provider,
      mqttVersion: 4,
      cleanSession: true,
      timeout: CONNECT_SECONDS,
      keepAliveInterval: KEEP_ALIVE_SECONDS,
      onSuccess: () => isOurs() && this.#connected(client),
      onFailure: (failure) => isOurs() && this.#failed(failure.errorMessage ?? ""),
    };
    const password = this.password();
    client.connect(password ? { ...options, password } : options);
  }

  #connected(client) {
    this.#wait = FIRST_WAIT;
    this.on.snapshot();
    this.on.status("live");
    client.subscribe(`bus/${this.provider}/+`);
    client.subscribe(`bus/${this.provider}/+/state`);
  }

  #arrived(message) {
    let json;
    try {
      json = JSON.parse(message.payloadString);
    } catch {
      return; // not ours to understand
    }
    this.on.message(message.destinationName, json, message.retained);
  }

  #failed(why) {
    this.#client = null;
    if (NOT_LET_IN.test(why)) {
      this.on.status("refused");
      return; // who is not let in asks no more by himself
    }
    this.on.status(navigator.onLine ? "reconnecting" : "offline");
    this.#later();
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), this.#wait * (0.5 + Math.random()));
    this.#wait = Math.min(LONGEST_WAIT, this.#wait * 2);
  }
}
