/** Asks for user and password. */
import { byId } from "./dom.js";
import { login } from "./session.js";
import { text } from "./texts.js";

/** Answers whether somebody has logged in. */
export function askToLogIn(provider) {
  const dialog = byId("login");
  byId("login-title").textContent = text("loginTitle", { provider: provider.name });
  byId("login-problem").textContent = "";
  return new Promise((resolve) => {
    const done = new AbortController();
    const end = (loggedIn) => {
      done.abort();
      byId("login-password").value = "";
      dialog.close();
      resolve(loggedIn);
    };
    byId("login-form").addEventListener("submit", (event) => { event.preventDefault(); submit(provider.id, end); }, done);
    byId("login-cancel").addEventListener("click", () => end(false), done);
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); end(false); }, done);
    dialog.showModal();
  });
}

async function submit(provider, end) {
  const button = byId("login-submit");
  button.disabled = true;
  try {
    await login(provider, byId("login-id").value, byId("login-password").value);
    end(true);
  } catch (failure) {
    byId("login-problem").textContent = failure.code === "network" ? text("loginUnreachable") : failure.message;
  } finally {
    button.disabled = false;
  }
}
