/** What one bus sends, as it comes in, and what becomes of it. Nothing is sent while nobody looks. */
import { byId, make, setText } from "../dom.js";
import { counted, text } from "../texts.js";
import { readEvents } from "./events.js";

const MOST_LINES = 200;
const RETRY = 2_000;
const TIME = { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false, fractionalSecondDigits: 3 };

export class Log {
  #stop = null;
  #bus = null;

  /** @param desk with `provider` and `token()` */
  constructor(desk) {
    this.desk = desk;
    byId("log-toggle").addEventListener("click", () => (this.#stop ? this.close() : this.#begin()));
    document.addEventListener("visibilitychange", () => document.hidden && this.close());
  }

  show(bus) {
    this.close();
    this.#bus = bus;
    byId("log").replaceChildren();
    this.draw();
  }

  close() {
    this.#stop?.abort();
    this.#stop = null;
    this.draw();
  }

  draw() {
    const running = this.#stop !== null;
    setText(byId("log-toggle"), text(running ? "opsLogStop" : "opsLogStart"));
    byId("log-toggle").setAttribute("aria-pressed", String(running));
    if (!running) {
      setText(byId("log-state"), "");
    }
  }

  async #begin() {
    const stop = new AbortController();
    this.#stop = stop;
    this.draw();
    const path = `/v1/providers/${this.desk.provider}/ops/buses/${encodeURIComponent(this.#bus)}/log`;
    while (!stop.signal.aborted) {
      try {
        await readEvents(path, this.desk.token(), stop.signal,
          () => setText(byId("log-state"), text("opsLogWaits")), (name, data) => this.#took(name, data));
      } catch (failure) {
        if (stop.signal.aborted) {
          return;
        }
        setText(byId("log-state"), failure.status ? failure.message : text("reconnecting"));
        if (failure.status >= 400 && failure.status < 500) {
          this.close();
          setText(byId("log-state"), failure.message);
          return;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY * (1 + Math.random()))); // not all at once
    }
  }

  #took(name, seen) {
    if (name === "missed") {
      setText(byId("log-state"), counted("opsLogMissed", seen.events));
      return;
    }
    const lines = byId("log");
    lines.prepend(line(name, seen));
    while (lines.childElementCount > MOST_LINES) {
      lines.lastElementChild.remove();
    }
  }
}

function line(name, seen) {
  const time = new Date(seen.at).toLocaleTimeString(undefined, TIME);
  const what = name === "message" ? seen.outcome : name;
  const said = [seen.reason, seen.message, connection(name, seen)].filter(Boolean).join(": ");
  return make("li", { class: what },
    make("span", {}, `${time} `),
    make("span", { class: "outcome" }, text(`outcome_${what}`)),
    said ? ` ${said}` : "",
    name === "message" ? make("pre", {}, seen.payload ?? `base64 ${seen.payloadBase64}`) : null);
}

/** How a client is connected, for those lines that tell of it. */
function connection(name, { clientId, protocol, transport, tls, login, address }) {
  if (name !== "connected" && name !== "present") {
    return null;
  }
  return [`MQTT ${protocol === 5 ? "5" : "3.1.1"}`, transport, tls ? "TLS" : null, login, clientId, address].filter(Boolean).join(", ");
}
