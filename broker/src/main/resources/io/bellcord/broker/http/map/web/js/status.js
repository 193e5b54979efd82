/** The words at the top that say how the connection is, when it is not as it should be. */
import { byId, setText } from "./dom.js";
import { onLanguage, text } from "./texts.js";

const WORDS = { connecting: "connecting", reconnecting: "reconnecting", offline: "offlineHere", resting: "reconnecting", refused: "refusedHere" };
const BUSY = new Set(["connecting", "reconnecting", "resting"]);
const PATIENCE = 700; // ms: what is over so soon need not be said

let shown = "live";
let waiting = null;
let wanted = "live";

/** Shows one of the words that Live gives, or a text's key and its values. */
export function showStatus(word, values = {}) {
  if (word === wanted && word !== "live") {
    return; // said already, or about to be
  }
  wanted = word;
  clearTimeout(waiting);
  const say = () => { shown = { word, values }; write(); };
  if (word === "connecting" || word === "reconnecting") {
    waiting = setTimeout(say, PATIENCE);
  } else {
    say();
  }
}

function write() {
  const { word, values } = shown;
  const element = byId("status");
  element.hidden = word === "live";
  element.dataset.status = word;
  element.className = `status${BUSY.has(word) ? " busy" : ""}${word === "connecting" ? " calm" : ""}${word === "offline" || word === "refused" ? " bad" : ""}`;
  setText(element, word === "live" ? "" : text(WORDS[word] ?? word, values));
}

onLanguage(() => shown !== "live" && write());
