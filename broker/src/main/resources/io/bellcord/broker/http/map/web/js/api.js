/** Calls to the broker over HTTP. */
import { setClock } from "./clock.js";

/** An answer that is no good; `code` is the broker's word for why, `network` if there was none. */
export class CallFailed extends Error {
  constructor(status, code, message) {
    super(message || code);
    this.status = status;
    this.code = code;
  }
}

/** Calls and answers what the body says, or null for an empty one. */
export async function call(path, { method = "GET", token = null, body = null, signal = null, language = null } = {}) {
  const headers = { Accept: "application/json" };
  if (token) {
    headers.Authorization = `Bearer ${token}`;
  }
  if (language) {
    headers["Accept-Language"] = language;
  }
  if (body) {
    headers["Content-Type"] = "application/json";
  }
  let response;
  try {
    response = await fetch(path, { method, headers, signal, body: body && JSON.stringify(body), credentials: "omit" });
  } catch (failure) {
    throw failure.name === "AbortError" ? failure : new CallFailed(0, "network");
  }
  const json = await response.json().catch(() => null);
  if (!response.ok) {
    throw new CallFailed(response.status, json?.code ?? json?.error ?? "unknown", json?.detail ?? json?.message ?? json?.title);
  }
  return json;
}

/** What the page has to know before it begins; sets the clock. */
export async function configuration() {
  const asked = Date.now();
  const config = await call("/map/config");
  setClock(config.now, asked, Date.now());
  return config;
}

/** All items of a list that comes in pages. */
export async function list(path, token) {
  const items = [];
  let next = null;
  do {
    const page = await call(path + (next ? `?cursor=${encodeURIComponent(next)}` : ""), { token });
    items.push(...page.items);
    next = page.next;
  } while (next);
  return items;
}

/** The same, or nothing: for what the map is drawn without. */
export const listIfAny = (path, token) => list(path, token).catch(() => []);
