/**
 * The view as it stands in the page's address, so that a link keeps it: `#p=kb&r=7,12&b=1001&v=43.7384/7.4246/15`.
 * The query says how the page is embedded: `?provider=kb&route=7&embed=1`.
 */
const query = new URLSearchParams(location.search);

export const isEmbedded = query.get("embed") === "1";

const split = (value) => (value ? value.split(",").filter(Boolean) : []);

export function read() {
  const hash = new URLSearchParams(location.hash.slice(1));
  const view = (hash.get("v") ?? query.get("view") ?? "").split("/").map(Number);
  return {
    provider: hash.get("p") ?? query.get("provider"),
    routes: split(hash.get("r") ?? query.get("route")),
    bus: hash.get("b") ?? query.get("bus"),
    stop: hash.get("s"),
    follows: hash.get("f") === "1",
    view: view.length === 3 && view.every(Number.isFinite) ? { lat: view[0], lon: view[1], zoom: view[2] } : null,
  };
}

/** Writes the view without a new step in the browser's history. */
export function write({ provider, routes, bus, stop, follows, view }) {
  const hash = new URLSearchParams();
  const add = (key, value) => value && hash.set(key, value);
  add("p", provider);
  add("r", [...routes].join(","));
  add("b", bus);
  add("s", stop);
  add("f", follows && bus ? "1" : "");
  add("v", view && `${view.lat.toFixed(5)}/${view.lon.toFixed(5)}/${Number(view.zoom.toFixed(2))}`);
  history.replaceState(null, "", `#${hash.toString().replaceAll("%2F", "/").replaceAll("%2C", ",")}`);
}
