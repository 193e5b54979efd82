package io.bellcord.broker.guard;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.TopicAccess;
import io.bellcord.broker.auth.Verdict;
import io.bellcord.broker.guard.Replies.Refusal;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a CONNECT comes to. */
sealed interface Login {
    /** Let in. */
    record Granted(Grant grant) implements Login {}

    /**
     * Not let in, and told why.
     *
     * @param reason as it is counted
     */
    record Refused(Refusal refusal, String reason, String message) implements Login {}

    /** No CONNECT that MQTT knows: it earns no answer. */
    record Malformed() implements Login {}

    /** Decides, off the event loop; never completes exceptionally. */
    static CompletableFuture<Login> of(Guard guard, Connect connect) {
        return faultOf(connect)
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> guard.verify(connect).handle((verdict, failure) -> judge(connect, verdict, failure)));
    }

    private static Optional<Login> faultOf(Connect connect) {
        if (connect.isMalformed()) {
            return Optional.of(new Malformed());
        } else if (!connect.hasUsableClientId()) {
            return Optional.of(new Refused(
                    Refusal.CLIENT_ID,
                    "client_id",
                    "the client identifier must be 1 to 256 characters, or empty with a clean session"));
        } else if (connect.asksForEnhancedAuthentication()) {
            return Optional.of(new Refused(
                    Refusal.AUTH_METHOD, "auth_method", "send a token as password; AUTH packets are not served"));
        }
        return Optional.empty();
    }

    private static Login judge(Connect connect, @Nullable Verdict verdict, @Nullable Throwable failure) {
        return switch (verdict) {
            case Verdict.Granted(Grant grant) -> mayLeaveItsWill(connect, grant);
            case Verdict.Denied(Verdict.Reason reason, String message) ->
                new Refused(refusal(reason), reason.name().toLowerCase(Locale.ROOT), message);
            case null -> {
                Logger log = LoggerFactory.getLogger(Login.class);
                log.error("A login was not verified; this is a bug", failure);
                yield new Refused(Refusal.BUSY, "error", "the login could not be verified; try again");
            }
        };
    }

    private static Login mayLeaveItsWill(Connect connect, Grant grant) {
        boolean mayNot = connect.will()
                .filter(will -> TopicAccess.publishing(grant, will.topicName()).isEmpty())
                .isPresent();
        return mayNot
                ? new Refused(Refusal.NOT_AUTHORIZED, "will", "the will's topic may not be published by this client")
                : new Granted(grant);
    }

    private static Refusal refusal(Verdict.Reason reason) {
        return switch (reason) {
            case UNKNOWN_PROVIDER,
                    MISSING_PASSWORD,
                    TOKEN_INVALID,
                    TOKEN_EXPIRED,
                    CREDENTIAL_UNKNOWN,
                    WRONG_TOKEN_TYPE -> Refusal.BAD_CREDENTIALS;
            case TOKEN_REVOKED, CREDENTIAL_ENDED, PROVIDER_DISABLED, WRONG_PROVIDER, UNKNOWN_ROLE, MISSING_BUS ->
                Refusal.NOT_AUTHORIZED;
        };
    }
}
