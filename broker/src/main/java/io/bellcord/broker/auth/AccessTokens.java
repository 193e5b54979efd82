package io.bellcord.broker.auth;

import io.bellcord.broker.auth.Verdict.Denied;
import io.bellcord.broker.auth.Verdict.Reason;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.provider.Providers;
import io.bellcord.broker.provider.RefusedException;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.PrematureJwtException;
import io.jsonwebtoken.security.SignatureException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Verifies access tokens: first which key it must be, then the signature, then what it claims. */
final class AccessTokens {
    private final Clock clock;
    private final KeyParsers parsers;

    AccessTokens(Clock clock) {
        this.clock = clock;
        this.parsers = new KeyParsers(clock);
    }

    Verdict verify(Providers providers, Provider provider, String token) {
        return verify(providers, provider, token, TokenType.ACCESS);
    }

    Verdict verify(Providers providers, Provider provider, String token, TokenType expected) {
        Optional<UnverifiedToken> unverified = UnverifiedToken.parse(token);
        if (unverified.isEmpty()) {
            return denied("The password is no access token (three parts with dots between, at most 8 KiB)");
        }
        // Unverified, but enough to refuse: the key ids of two providers may be the same.
        Optional<String> issuedForAnother = unverified
                .get()
                .provider()
                .filter(other -> !other.equals(provider.id().value()));
        if (issuedForAnother.isPresent()) {
            return ClaimsCheck.wrongProvider(provider, Printable.of(issuedForAnother.get()));
        }
        Instant now = clock.instant();
        Optional<ProviderKey> key = keyFor(provider, unverified.get(), now);
        if (key.isEmpty()) {
            return withoutKey(provider, unverified.get());
        }
        if (!key.get().isActive(now)) {
            return denied("Key " + key.get().kid() + " of provider " + provider.id() + " is retired or not yet valid; "
                    + "sign with another");
        }
        if (!unverified.get().algorithm().equals(key.get().algorithm().code())) {
            return denied("The token's alg must be " + key.get().algorithm().code() + ", as it is for key "
                    + key.get().kid());
        }
        return verifySigned(providers, provider, key.get(), token, expected);
    }

    /** The one that the token names; if it names none and there is no choice, the only one. */
    private static Optional<ProviderKey> keyFor(Provider provider, UnverifiedToken token, Instant now) {
        if (token.kid().isPresent()) {
            return provider.findKey(token.kid().get());
        }
        List<ProviderKey> active = provider.activeKeys(now);
        return active.size() == 1 ? Optional.of(active.getFirst()) : Optional.empty();
    }

    private static Verdict withoutKey(Provider provider, UnverifiedToken token) {
        return denied(token.kid()
                .map(kid -> "Provider " + provider.id() + " has no key " + Printable.of(kid)
                        + "; sign with one of its keys, or register this one")
                .orElse("The token's header needs a kid, since provider " + provider.id()
                        + " has not exactly one valid key"));
    }

    private Verdict verifySigned(
            Providers providers, Provider provider, ProviderKey key, String token, TokenType expected) {
        try {
            Claims claims = parsers.of(providers, key).check(token);
            return ClaimsCheck.check(provider, key, claims, expected);
        } catch (ExpiredJwtException e) {
            return new Denied(
                    Reason.TOKEN_EXPIRED,
                    "The token expired at " + e.getClaims().getExpiration().toInstant() + "; get a new one");
        } catch (PrematureJwtException e) {
            return denied("The token is not valid before "
                    + e.getClaims().getNotBefore().toInstant() + "; it is now " + clock.instant());
        } catch (SignatureException e) {
            return denied("The signature is not by key " + key.kid() + " of provider " + provider.id());
        } catch (RefusedException e) {
            return denied("Key " + key.kid() + " of provider " + provider.id() + " cannot be used: " + e.getMessage());
        } catch (JwtException | IllegalArgumentException e) {
            return denied("The token is not a well-formed JWT");
        }
    }

    private static Denied denied(String message) {
        return new Denied(Reason.TOKEN_INVALID, message);
    }
}
