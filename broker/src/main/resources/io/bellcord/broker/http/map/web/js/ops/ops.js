/** The operator's page: a login, then the fleet of one provider, looked at anew every two seconds. */
import { call, configuration, list } from "../api.js";
import { byId, make, setText } from "../dom.js";
import { session } from "../kept.js";
import { addTools } from "../panel/tools.js";
import { accessToken, login, logout, refresh } from "../session.js";
import { apply, language, onLanguage, text } from "../texts.js";
import { applyTheme } from "../theme.js";
import { Credentials } from "./credentials.js";
import { Log } from "./log.js";
import { Table } from "./table.js";

const BEAT = 2_000;
const LAST = "bellcord.ops.provider";

class Desk {
  provider = null;
  #providers = [];
  #table = new Table((bus) => this.#open(bus));
  #credentials = new Credentials(this);
  #log = new Log(this);
  #beat = null;

  token() {
    return accessToken(this.provider);
  }

  async begin() {
    byId("login-form").addEventListener("submit", (event) => { event.preventDefault(); this.#login(); });
    byId("logout").addEventListener("click", () => this.#leave());
    byId("drawer-close").addEventListener("click", () => this.#close());
    addEventListener("keydown", (event) => event.key === "Escape" && this.#close());
    document.addEventListener("visibilitychange", () => !document.hidden && this.provider && this.#look());
    onLanguage(() => { this.#table.draw(); this.#log.draw(); });
    [, this.#providers] = await Promise.all([configuration(), list("/v1/providers", null)]);
    byId("login-provider").replaceChildren(...this.#providers.map((one) => make("option", { value: one.id }, one.name)));
    const last = session.get(LAST);
    if (last && accessToken(last)) {
      this.#enter(last);
    } else {
      this.#askToLogIn("");
    }
  }

  #askToLogIn(problem) {
    clearTimeout(this.#beat);
    this.provider = null;
    byId("desk").hidden = true;
    byId("logout").hidden = true;
    byId("entrance").hidden = false;
    setText(byId("provider-name"), "Bellcord");
    setText(byId("login-problem"), problem);
    byId("login-id").focus();
  }

  async #login() {
    const provider = byId("login-provider").value;
    byId("login-submit").disabled = true;
    try {
      await login(provider, byId("login-id").value, byId("login-password").value);
      byId("login-password").value = "";
      this.#enter(provider);
    } catch (failure) {
      setText(byId("login-problem"), failure.code === "network" ? text("loginUnreachable") : failure.message);
    } finally {
      byId("login-submit").disabled = false;
    }
  }

  #enter(provider) {
    this.provider = provider;
    session.set(LAST, provider);
    byId("entrance").hidden = true;
    byId("desk").hidden = false;
    byId("logout").hidden = false;
    byId("to-map").href = `/#p=${provider}`;
    setText(byId("provider-name"), this.#providers.find((one) => one.id === provider)?.name ?? provider);
    this.#look();
  }

  #leave() {
    this.#close();
    logout(this.provider);
    session.remove(LAST);
    this.#askToLogIn("");
  }

  async #look() {
    clearTimeout(this.#beat);
    const { provider } = this;
    try {
      const { items } = await call(`/v1/providers/${provider}/ops/buses`, { token: this.token(), language: language() });
      if (provider !== this.provider) {
        return;
      }
      byId("notice").hidden = true;
      this.#table.take(items);
    } catch (failure) {
      if (!(await this.#goesOn(failure))) {
        return;
      }
    }
    if (!document.hidden) {
      this.#beat = setTimeout(() => this.#look(), BEAT);
    }
  }

  /** What a failed call means: no right, an old token, or a broker that will be back. */
  async #goesOn(failure) {
    if (failure.status === 401 && (await refresh(this.provider))) {
      return true;
    }
    if (failure.status === 401 || failure.status === 403) {
      const words = failure.status === 403 ? text("opsNotOperator") : text("refusedHere");
      this.#close();
      logout(this.provider);
      this.#askToLogIn(words);
      return false;
    }
    byId("notice").hidden = false;
    setText(byId("notice"), failure.status ? failure.message : text("reconnecting"));
    return true;
  }

  #open(bus) {
    this.#table.chosen = bus;
    this.#table.draw();
    byId("drawer").hidden = false;
    setText(byId("drawer-title"), text("bus", { bus }));
    byId("drawer-title").focus();
    this.#credentials.show(bus);
    this.#log.show(bus);
  }

  #close() {
    if (byId("drawer").hidden) {
      return;
    }
    byId("drawer").hidden = true;
    this.#log.close();
    byId("secret").replaceChildren();
    const row = byId("rows").querySelector(`[data-bus="${CSS.escape(this.#table.chosen)}"] button`);
    this.#table.chosen = null;
    this.#table.draw();
    row?.focus();
  }
}

applyTheme();
apply();
addTools();
const desk = new Desk();
desk.begin().catch(() => { setText(byId("provider-name"), text("loginUnreachable")); setTimeout(() => location.reload(), BEAT); });
