/** The panel's own buttons: language, colours, size. */
import { byId, icon } from "../dom.js";
import { language, onLanguage, otherLanguage, switchLanguage, text } from "../texts.js";
import { onTheme, switchTheme, themeChoice } from "../theme.js";

const ICONS = {
  auto: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 3v18M15.5 4v16M19 6.5v11",
  light: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6 19 19M5 19l1.4-1.4M17.6 6.4 19 5",
  dark: "M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z",
};
const LABELS = { auto: "themeAuto", light: "themeLight", dark: "themeDark" };

function draw() {
  const languages = byId("language");
  languages.textContent = otherLanguage();
  languages.lang = language() === "ko" ? "en" : "ko";
  languages.setAttribute("aria-label", text("languageSwitch"));
  const theme = byId("theme");
  theme.replaceChildren(icon(ICONS[themeChoice()]));
  theme.setAttribute("aria-label", text(LABELS[themeChoice()]));
  theme.title = text(LABELS[themeChoice()]);
}

export function addTools() {
  byId("language").addEventListener("click", switchLanguage);
  byId("theme").addEventListener("click", switchTheme);
  onLanguage(draw);
  onTheme(draw);
  draw();
}

/** On phones the panel is a sheet, low at first; its grip makes it high. Answers how to set it. */
export function addGrip(changed) {
  const panel = byId("panel");
  const grip = byId("grip");
  const set = (low) => {
    panel.classList.toggle("low", low);
    grip.setAttribute("aria-expanded", String(!low));
    changed();
  };
  new ResizeObserver(() => {
    document.documentElement.style.setProperty("--sheet", `${panel.offsetHeight}px`); // what names the map's makers stands above it
  }).observe(panel);
  grip.addEventListener("click", () => set(!panel.classList.contains("low")));
  byId("search").addEventListener("focus", () => set(false));
  byId("list").addEventListener("focus", () => set(false));
  set(matchMedia("(max-width: 640px)").matches);
  return set;
}
