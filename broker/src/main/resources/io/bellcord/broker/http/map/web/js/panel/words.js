/** How a bus is described, in words. */
import { ago, number, text } from "../texts.js";

const WINDS = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"];

export const stateWord = (state) => text(state);

export const compass = (degrees) => text(WINDS[Math.round(degrees / 45) % 8]);

export const age = (bus) => ago(bus.age);

/** What there is to say of a bus beyond its name: pairs of a label and a value. */
export function facts(bus, state, stops) {
  const { position } = bus;
  const rows = [
    ["state", stateWord(state)],
    ["lastFix", age(bus)],
    ["speed", speed(position)],
    ["heading", position.hdg === undefined ? null : compass(position.hdg)],
    ["occupancy", occupancy(position)],
    [position.sstat === "STOPPED_AT" ? "atStop" : "nextStop", position.stop === undefined ? null : (stops.get(position.stop)?.name ?? position.stop)],
    ["trip", position.trip ?? null],
    ["accuracy", position.acc === undefined ? null : text("accuracyValue", { n: number(Math.round(position.acc)) })],
  ];
  return rows.filter(([, value]) => value !== null).map(([label, value]) => [text(label), value]);
}

function speed({ spd }) {
  if (spd === undefined) {
    return null;
  }
  return spd < 0.5 ? text("stands") : text("speedValue", { n: number(Math.round(spd * 3.6)) });
}

function occupancy({ occ, occp }) {
  const words = occ === undefined ? null : text(occ);
  const percent = occp === undefined ? null : `${number(occp)} %`;
  return words && percent ? `${words} (${percent})` : (words ?? percent);
}
