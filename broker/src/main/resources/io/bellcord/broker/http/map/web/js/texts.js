/** What the page says, in the reader's language. */
import { preferences } from "./kept.js";
import { en } from "./texts-en.js";
import { ko } from "./texts-ko.js";

const LANGUAGES = { en, ko };
const listeners = new Set();
let current = chosen();

function chosen() {
  const asked = new URLSearchParams(location.search).get("lang") ?? preferences.get("bellcord.lang");
  const wanted = [asked, ...(navigator.languages ?? [navigator.language])].filter(Boolean);
  return wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag in LANGUAGES) ?? "en";
}

export const language = () => current;

/** A text; {name} in it is replaced by what is given. */
export function text(key, values = {}) {
  const words = LANGUAGES[current][key] ?? LANGUAGES.en[key] ?? key;
  return words.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

/** One of two texts: `key.one` for one, `key` for any other number. */
export function counted(key, count) {
  return text(count === 1 && `${key}.one` in LANGUAGES[current] ? `${key}.one` : key, { n: number(count) });
}

export const number = (value) => new Intl.NumberFormat(current).format(value);

/** How long ago, in as few letters as say it. */
export function ago(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 1) {
    return text("now");
  }
  if (seconds < 100) {
    return text("secondsAgo", { n: seconds });
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? text("minutesAgo", { n: minutes }) : text("hoursAgo", { n: Math.round(minutes / 60) });
}

/** Switches to the next language there is. */
export function switchLanguage() {
  const names = Object.keys(LANGUAGES);
  current = names[(names.indexOf(current) + 1) % names.length];
  preferences.set("bellcord.lang", current);
  apply();
  listeners.forEach((listener) => listener());
}

/** The language that the switch would take, by its own name. */
export function otherLanguage() {
  const names = Object.keys(LANGUAGES);
  return LANGUAGES[names[(names.indexOf(current) + 1) % names.length]].itself;
}

export const onLanguage = (listener) => listeners.add(listener);

/** Fills in what the page's markup says by `data-text`, `data-text-label` and `data-text-placeholder`. */
export function apply(root = document) {
  document.documentElement.lang = current;
  root.querySelectorAll("[data-text]").forEach((each) => { each.textContent = text(each.dataset.text); });
  root.querySelectorAll("[data-text-label]").forEach((each) => each.setAttribute("aria-label", text(each.dataset.textLabel)));
  root.querySelectorAll("[data-text-placeholder]").forEach((each) => each.setAttribute("placeholder", text(each.dataset.textPlaceholder)));
}
