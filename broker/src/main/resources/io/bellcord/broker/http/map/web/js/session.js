/** Who is logged in, by provider. Tokens are kept for this tab alone, and sent to the broker only. */
import { call } from "./api.js";
import { language } from "./texts.js";
import { session } from "./kept.js";

const key = (provider) => `bellcord.login.${provider}`;

function tokens(provider) {
  const kept = session.get(key(provider));
  return kept ? JSON.parse(kept) : null;
}

function keep(provider, { accessToken, refreshToken }) {
  session.set(key(provider), JSON.stringify({ accessToken, refreshToken }));
}

/** The access token, or null. */
export const accessToken = (provider) => tokens(provider)?.accessToken ?? null;

export const logout = (provider) => session.remove(key(provider));

/** Logs in, or throws why not. */
export async function login(provider, id, password) {
  const answer = await call("/auth/login", { method: "POST", body: { provider, id, password }, language: language() });
  keep(provider, answer.data);
}

/** Takes new tokens for those that no longer count. Answers whether it worked; a refresh token counts once. */
export async function refresh(provider) {
  const old = tokens(provider);
  if (!old) {
    return false;
  }
  try {
    const answer = await call("/auth/authenticate/refresh", {
      method: "POST",
      body: { provider, token: old.refreshToken, tokenType: "refresh" },
    });
    keep(provider, answer.data);
    return true;
  } catch (failure) {
    if (failure.status > 0 && failure.status < 500) {
      logout(provider);
    }
    return false;
  }
}
