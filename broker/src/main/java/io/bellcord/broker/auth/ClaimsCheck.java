package io.bellcord.broker.auth;

import io.bellcord.broker.auth.Verdict.Denied;
import io.bellcord.broker.auth.Verdict.Granted;
import io.bellcord.broker.auth.Verdict.Reason;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.transit.BusId;
import io.jsonwebtoken.Claims;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/** What a token claims whose signature holds, against what its provider may claim. */
final class ClaimsCheck {
    private ClaimsCheck() {}

    static Verdict check(Provider provider, ProviderKey key, Claims claims, TokenType expected) {
        Date expiration = claims.getExpiration();
        if (expiration == null) {
            return new Denied(Reason.TOKEN_INVALID, "The token needs an exp claim");
        }
        Optional<String> issuedFor = text(claims, "provider");
        if (!issuedFor.equals(Optional.of(provider.id().value()))) {
            return wrongProvider(provider, issuedFor.map(Printable::of).orElse("nobody (it has no provider claim)"));
        }
        Optional<String> type = text(claims, "tokenType");
        if (!type.equals(Optional.of(expected.code()))) {
            return new Denied(
                    Reason.WRONG_TOKEN_TYPE,
                    "The tokenType claim must be " + expected.code() + " but is "
                            + type.map(Printable::of).orElse("missing"));
        }
        Optional<String> roleName = text(claims, "role");
        return roleName.flatMap(Role::find)
                .map(role -> grant(
                        provider, key, claims, role, expiration.toInstant().plus(KeyParsers.PATIENCE)))
                .orElseGet(() -> new Denied(
                        Reason.UNKNOWN_ROLE,
                        "The role claim must be one of " + Role.codes() + " but is "
                                + roleName.map(Printable::of).orElse("missing")));
    }

    static Denied wrongProvider(Provider provider, String issuedFor) {
        return new Denied(
                Reason.WRONG_PROVIDER,
                "The token is for provider " + issuedFor + " but the username is " + provider.id());
    }

    private static Verdict grant(Provider provider, ProviderKey key, Claims claims, Role role, Instant end) {
        Optional<BusId> bus = role == Role.TRACKER
                ? text(claims, "bus").filter(BusId::isValid).map(BusId::new)
                : Optional.empty();
        if (role == Role.TRACKER && bus.isEmpty()) {
            return new Denied(Reason.MISSING_BUS, "A tracker's token needs a bus claim: 1 to 64 of A-Z a-z 0-9 . _ -");
        }
        String subject = text(claims, "sub")
                .map(Printable::of)
                .orElse(bus.map(BusId::value).orElse(role.code()));
        var proof = new Proof.Token(
                key.kid(),
                text(claims, "sub"),
                text(claims, "jti"),
                Optional.ofNullable(claims.getIssuedAt()).map(Date::toInstant));
        if (provider.revocations().coverToken(proof.tokenId(), proof.subject(), proof.issuedAt())) {
            return new Denied(Reason.TOKEN_REVOKED, "The token was revoked; get a new one");
        }
        return new Granted(new Grant(provider.id(), role, subject, bus, end, proof));
    }

    private static Optional<String> text(Claims claims, String name) {
        return claims.get(name) instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }
}
