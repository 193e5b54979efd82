/** What the browser keeps. Where it keeps nothing, as in some frames, everything works all the same, for as long as the page lives. */
function over(find) {
  const memory = new Map();
  const store = () => {
    try {
      return find();
    } catch {
      return null; // forbidden here
    }
  };
  return {
    get(key) {
      try {
        return store()?.getItem(key) ?? memory.get(key) ?? null;
      } catch {
        return memory.get(key) ?? null;
      }
    },
    set(key, value) {
      memory.set(key, value);
      try {
        store()?.setItem(key, value);
      } catch {
        // full, or forbidden
      }
    },
    remove(key) {
      memory.delete(key);
      try {
        store()?.removeItem(key);
      } catch {
        // forbidden
      }
    },
  };
}

/** Preferences, for good. */
export const preferences = over(() => globalThis.localStorage);

/** Tokens, until the tab is closed. */
export const session = over(() => globalThis.sessionStorage);
