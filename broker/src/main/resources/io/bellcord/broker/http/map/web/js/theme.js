/** Light, dark, or as the system has it. */
import { preferences } from "./kept.js";

const CHOICES = ["auto", "light", "dark"];
const system = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set();
let choice = CHOICES.find((one) => one === (new URLSearchParams(location.search).get("theme") ?? preferences.get("bellcord.theme"))) ?? "auto";

export const themeChoice = () => choice;

export const isDark = () => (choice === "auto" ? system.matches : choice === "dark");

export const onTheme = (listener) => listeners.add(listener);

export function switchTheme() {
  choice = CHOICES[(CHOICES.indexOf(choice) + 1) % CHOICES.length];
  preferences.set("bellcord.theme", choice);
  applyTheme();
}

export function applyTheme() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  listeners.forEach((listener) => listener());
}

/** A colour of the style sheet. */
export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

system.addEventListener("change", applyTheme);
