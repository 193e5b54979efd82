/**
 * How one bus moves on the screen: from where it is shown to its newest fix, in the time in which the next is expected.
 * So it never runs ahead of what is known, never comes back from there, and a jump is no movement.
 */
import { bearing, metresPerUnit, toX, toY, turn } from "./mercator.js";

const JUMP_METRES = 1_000;
const JUMP_METRES_PER_SECOND = 55; // 200 km/h
const NOISE_METRES = 3; // what GPS makes of a bus that stands
const BACKWARDS_METRES = 25; // so far a fix may lie behind a bus that cannot have turned
const BACKWARDS_DEGREES = 110;
const STANDS = 1.5; // m/s
const SHORTEST = 250; // ms
const LONGEST = 12_000;

export class Motion {
  /** @param now in milliseconds, of a clock that never goes back */
  constructor(fix, now) {
    this.interval = 1_000;
    this.place(fix, now);
  }

  /** Puts the bus there. */
  place(fix, now) {
    this.x = this.fromX = this.toX = toX(fix.lon);
    this.y = this.fromY = this.toY = toY(fix.lat);
    this.heading = this.fromHeading = this.toHeading = fix.hdg ?? null;
    this.ts = fix.ts;
    this.begun = now;
    this.ends = now;
  }

  /** Sets off to a newer fix. Answers false if that is a jump: then the bus is simply there. */
  follow(fix, now) {
    this.at(now);
    const seconds = Math.max(0.001, (fix.ts - this.ts) / 1_000);
    const x = toX(fix.lon);
    const y = toY(fix.lat);
    const metres = Math.hypot(x - this.x, y - this.y) * metresPerUnit(y);
    if (metres > JUMP_METRES || metres > Math.max(seconds, 1) * JUMP_METRES_PER_SECOND + NOISE_METRES) {
      this.place(fix, now);
      return false;
    }
    this.interval = 0.6 * this.interval + 0.4 * Math.min(LONGEST, Math.max(SHORTEST, seconds * 1_000));
    this.ts = fix.ts;
    if (metres < NOISE_METRES || this.#liesBehind(x, y, metres, fix)) {
      this.#goTo(this.x, this.y, fix.hdg ?? this.heading, now);
    } else {
      const heading = fix.hdg ?? (metres > 2 * NOISE_METRES ? bearing(this.x, this.y, x, y) : this.heading);
      this.#goTo(x, y, heading, now);
    }
    return true;
  }

  /** A fix a little behind a bus that looks the same way as before is GPS at its work, and no way back. */
  #liesBehind(x, y, metres, fix) {
    const heading = fix.hdg ?? this.heading;
    if (heading === null || metres > BACKWARDS_METRES || (fix.spd === undefined && metres > 3 * NOISE_METRES)) {
      return false;
    }
    const turned = this.heading === null ? 0 : Math.abs(turn(this.heading, heading));
    const back = Math.abs(turn(heading, bearing(this.x, this.y, x, y))) > BACKWARDS_DEGREES;
    return back && (turned < 60 || (fix.spd ?? 0) < STANDS);
  }

  #goTo(x, y, heading, now) {
    this.fromX = this.x;
    this.fromY = this.y;
    this.fromHeading = this.heading ?? heading;
    this.toX = x;
    this.toY = y;
    this.toHeading = heading;
    this.begun = now;
    this.ends = now + 1.05 * this.interval; // a little late rather than a stop before each fix
  }

  /** Brings x, y and heading up to a moment; answers whether it is still on its way. */
  at(now) {
    const way = this.ends <= this.begun ? 1 : Math.min(1, (now - this.begun) / (this.ends - this.begun));
    this.x = this.fromX + (this.toX - this.fromX) * way;
    this.y = this.fromY + (this.toY - this.fromY) * way;
    if (this.toHeading !== null) {
      const quick = Math.min(1, way * 2);
      this.heading = (this.fromHeading + turn(this.fromHeading, this.toHeading) * quick + 360) % 360;
    }
    return way < 1;
  }

  /** How long it is still on its way, in milliseconds. */
  left(now) {
    return Math.max(0, this.ends - now);
  }
}
