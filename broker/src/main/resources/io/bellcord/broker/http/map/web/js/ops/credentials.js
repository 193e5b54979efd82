/** The secrets with which the tracker of one bus logs in: issued, listed without themselves, revoked. */
import { call } from "../api.js";
import { byId, make, setText } from "../dom.js";
import { language, text } from "../texts.js";

export class Credentials {
  #bus = null;

  /** @param desk with `provider` and `token()` */
  constructor(desk) {
    this.desk = desk;
    byId("issue").addEventListener("submit", (event) => { event.preventDefault(); this.#try(() => this.#issue()); });
  }

  show(bus) {
    this.#bus = bus;
    this.#forget();
    byId("credentials").replaceChildren();
    return this.#try(() => this.#list());
  }

  /** A secret is on the screen no longer than it has to be. */
  #forget() {
    byId("secret").hidden = true;
    byId("secret").replaceChildren();
    byId("issue-replace").checked = false;
    setText(byId("credentials-problem"), "");
  }

  get #path() {
    return `/v1/providers/${this.desk.provider}/ops/buses/${encodeURIComponent(this.#bus)}/credentials`;
  }

  async #try(work) {
    setText(byId("credentials-problem"), "");
    try {
      await work();
    } catch (failure) {
      setText(byId("credentials-problem"), failure.code === "network" ? text("loginUnreachable") : failure.message);
    }
  }

  async #list() {
    const bus = this.#bus;
    const { items } = await call(this.#path, { token: this.desk.token(), language: language() });
    if (bus === this.#bus) {
      byId("credentials").replaceChildren(...items.map((item) => this.#line(item)));
    }
  }

  #line({ id, createdAt, expiresAt, active }) {
    const day = (time) => new Date(time).toLocaleDateString(language());
    const until = expiresAt ? text(active ? "opsUntil" : "opsEnded", { day: day(expiresAt) }) : text("opsNoEnd");
    return make("li", { class: active ? null : "ended" },
      make("code", {}, id),
      make("span", {}, `${text("opsSince", { day: day(createdAt) })}, ${until}`),
      active ? make("button", { type: "button", class: "plain danger", "data-revoke": id, onclick: () => this.#revoke(id) }, text("opsRevoke")) : null);
  }

  async #issue() {
    const wanted = new URLSearchParams({ days: byId("issue-days").value, replace: byId("issue-replace").checked });
    const issued = await call(`${this.#path}?${wanted}`, { method: "POST", token: this.desk.token(), language: language() });
    this.#forget();
    byId("secret").replaceChildren(
      make("div", {}, text("opsSecret")),
      make("div", {}, `${text("opsUserName")}: `, make("code", {}, issued.username)),
      make("div", {}, `${text("loginPassword")}: `, make("code", { id: "secret-password" }, issued.password)));
    byId("secret").hidden = false;
    await this.#list();
  }

  #revoke(id) {
    if (confirm(text("opsRevokeSure", { id, bus: this.#bus }))) {
      this.#try(async () => {
        await call(`${this.#path}/${id}`, { method: "DELETE", token: this.desk.token(), language: language() });
        await this.#list();
      });
    }
  }
}
