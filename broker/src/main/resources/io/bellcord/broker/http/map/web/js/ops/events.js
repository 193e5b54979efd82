/** Server-sent events with a token in a header, which the browser's own EventSource has no way to send. */
import { CallFailed } from "../api.js";

/**
 * Reads events until the connection ends or is aborted.
 *
 * @param took called with each event's name and data, read as JSON
 */
export async function readEvents(path, token, signal, began, took) {
  const response = await fetch(path, { headers: { Accept: "text/event-stream", Authorization: `Bearer ${token}` }, signal, credentials: "omit" });
  if (!response.ok) {
    const json = await response.json().catch(() => null);
    throw new CallFailed(response.status, json?.code ?? "unknown", json?.detail);
  }
  began();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value;
    const blocks = text.split("\n\n");
    text = blocks.pop();
    blocks.forEach((block) => takeBlock(block, took));
  }
}

function takeBlock(block, took) {
  const lines = block.split("\n");
  const field = (name) => lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2)).join("\n");
  const data = field("data");
  if (data) {
    took(field("event") || "message", JSON.parse(data));
  }
}
