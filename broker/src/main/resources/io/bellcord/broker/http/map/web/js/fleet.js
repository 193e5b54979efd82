/** The buses of one provider as they are known now. */
import { brokerTime } from "./clock.js";
import { Motion } from "./motion.js";

const STALE_AFTER = 30_000; // of itself, where nobody tells us
const SNAPSHOT_TIME = 3_000;
const SEEN = new Set(["live", "stale", "out_of_service"]);

class Bus {
  constructor(position, now) {
    this.id = position.bus;
    this.position = position;
    this.state = position.state;
    this.motion = new Motion(position, now);
    this.spot = null; // where the map has drawn it
  }

  get route() {
    return this.position.route ?? null;
  }

  /** How old the newest fix is, in milliseconds. */
  get age() {
    return brokerTime() - this.position.ts;
  }
}

export class Fleet {
  #buses = new Map();
  #unconfirmed = new Set();
  #sweep = null;
  connected = false;
  changes = 0;

  /** @param moved called with a bus that has a new fix */
  constructor(moved = () => {}) {
    this.moved = moved;
  }

  /** What comes now is everything: who is not in it is gone. */
  snapshotBegins() {
    clearTimeout(this.#sweep);
    this.#unconfirmed = new Set(this.#buses.keys());
    this.#sweep = setTimeout(() => {
      this.#unconfirmed.forEach((id) => this.#buses.delete(id));
      this.#unconfirmed.clear();
      this.changes++;
    }, SNAPSHOT_TIME);
  }

  clear() {
    clearTimeout(this.#sweep);
    this.#buses.clear();
    this.#unconfirmed.clear();
    this.changes++;
  }

  take(topic, json) {
    if (topic.endsWith("/state")) {
      this.#takeState(json);
    } else {
      this.#takePosition(json);
    }
    this.#unconfirmed.delete(json.bus);
    this.changes++;
  }

  #takePosition(position) {
    const now = performance.now();
    const bus = this.#buses.get(position.bus);
    if (!bus) {
      this.#buses.set(position.bus, new Bus(position, now));
    } else if (position.ts > bus.position.ts) {
      const wasSeen = SEEN.has(bus.state);
      bus.position = position;
      bus.state = position.state;
      if (wasSeen) {
        bus.motion.follow(position, now);
      } else {
        bus.motion.place(position, now);
      }
      this.moved(bus);
    } else {
      bus.state = position.state; // a snapshot's
    }
  }

  #takeState({ bus: id, state }) {
    const bus = this.#buses.get(id);
    if (bus) {
      bus.state = state;
    }
  }

  /** As it is to be shown: what was live when the connection was lost need not be so now. */
  stateOf(bus) {
    return bus.state === "live" && !this.connected && bus.age > STALE_AFTER ? "stale" : bus.state;
  }

  find(id) {
    const bus = this.#buses.get(id);
    return bus && SEEN.has(bus.state) ? bus : null;
  }

  /** Those that are not offline. */
  *seen() {
    for (const bus of this.#buses.values()) {
      if (SEEN.has(bus.state)) {
        yield bus;
      }
    }
  }

  get size() {
    let count = 0;
    for (const _ of this.seen()) {
      count++;
    }
    return count;
  }
}
