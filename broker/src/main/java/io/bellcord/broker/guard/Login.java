package io.bellcord.broker.guard;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.TopicAccess;
import io.bellcord.broker.auth.Verdict;
import io.bellcord.broker.guard.Replies.Refusal;
import io.netty.handler.codec.mqtt.MqttIdentifierRejectedException;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.time.Duration;
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
     * @param delay before the answer
     */
    record Refused(Refusal refusal, String reason, String message, Duration delay) implements Login {
        Refused(Refusal refusal, String reason, String message) {
            this(refusal, reason, message, Duration.ZERO);
        }
    }

    /** No CONNECT that MQTT knows: it earns no answer. */
    record Malformed() implements Login {}

    /** What to say to a CONNECT that could not even be read; empty where it earns no answer. */
    static Optional<Refused> refusedUnread(@Nullable Throwable cause) {
        return switch (cause) {
            case MqttUnacceptableProtocolVersionException _ ->
                Optional.of(new Refused(Refusal.VERSION, "version", "MQTT 3.1.1 or 5"));
            case MqttIdentifierRejectedException _ -> // MQTT 3.1 only
                Optional.of(
                        new Refused(Refusal.CLIENT_ID, "client_id", "client identifier must be 1 to 23 characters"));
            case null, default -> Optional.empty();
        };
    }

    /** Decides, on the event loop only what takes microseconds; never completes exceptionally. */
    static CompletableFuture<Login> of(Guard guard, Connect connect, InetAddress address, EventExecutor loop) {
        return faultOf(guard, connect)
                .or(() -> blocked(guard, connect, address))
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> guard.verify(connect, loop)
                        .handle((verdict, failure) -> judge(guard, connect, address, verdict, failure)));
    }

    private static Optional<Login> blocked(Guard guard, Connect connect, InetAddress address) {
        return guard.failedConnects().isBlocked(address, connect)
                ? Optional.of(new Refused(
                        Refusal.RATE,
                        "blocked",
                        "this token has been refused too often; it is not looked at for now",
                        guard.failedConnects().failed(address, connect)))
                : Optional.empty();
    }

    private static Optional<Login> faultOf(Guard guard, Connect connect) {
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
        Limits.TopicNames topics = guard.limits().packets().topics();
        return connect.protocolError()
                .<Login>map(why -> new Refused(Refusal.PROTOCOL_ERROR, "protocol_error", why))
                .or(() -> connect.will()
                        .filter(will -> !topics.allow(will.topicName()))
                        .map(_ -> new Refused(Refusal.TOPIC, "topic", topics.told())));
    }

    private static Login judge(
            Guard guard, Connect connect, InetAddress address, @Nullable Verdict verdict, @Nullable Throwable failure) {
        return switch (verdict) {
            case Verdict.Granted(Grant grant) -> mayLeaveItsWill(connect, grant);
            case Verdict.Denied(Verdict.Reason reason, String message) ->
                new Refused(
                        refusal(reason),
                        reason.name().toLowerCase(Locale.ROOT),
                        message,
                        guard.failedConnects().failed(address, connect));
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
                    WRONG_TOKEN_TYPE,
                    CERTIFICATE_INVALID,
                    CERTIFICATE_UNTRUSTED,
                    CERTIFICATE_EXPIRED,
                    CERTIFICATE_REVOKED -> Refusal.BAD_CREDENTIALS;
            case TOKEN_REVOKED, CREDENTIAL_ENDED, PROVIDER_DISABLED, WRONG_PROVIDER, UNKNOWN_ROLE, MISSING_BUS ->
                Refusal.NOT_AUTHORIZED;
        };
    }
}
