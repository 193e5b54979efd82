/** Begins the live map. */
import { isEmbedded } from "./address.js";
import { configuration, list } from "./api.js";
import { App } from "./app.js";
import { showStatus } from "./status.js";
import { apply } from "./texts.js";
import { applyTheme } from "./theme.js";

const RETRY = 2_000;

applyTheme();
apply();
document.body.classList.toggle("embed", isEmbedded);

/** Until the broker can be reached; it may be starting. */
async function begin() {
  for (;;) {
    try {
      const [config, providers] = await Promise.all([configuration(), list("/v1/providers", null)]);
      showStatus("live");
      return new App(config, providers);
    } catch (failure) {
      console.warn("The map cannot begin yet:", failure.message);
      showStatus(navigator.onLine ? "reconnecting" : "offline");
      await new Promise((resolve) => setTimeout(resolve, RETRY));
    }
  }
}

/** The map, once it has begun. */
export const app = begin();
