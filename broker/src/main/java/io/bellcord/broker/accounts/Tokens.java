package io.bellcord.broker.accounts;

import io.bellcord.broker.auth.IssuedToken;

/** What a login answers: a token to come in with, and one to get the next pair with. */
public record Tokens(IssuedToken access, IssuedToken refresh) {}
