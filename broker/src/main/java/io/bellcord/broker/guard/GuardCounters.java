package io.bellcord.broker.guard;

import static java.util.Map.entry;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.auth.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Counts what the guard does to clients, by reason. Every counter exists from the start: a rate over one that begins to
 * exist with its first refusal would miss just that. Safe for use by many threads.
 */
final class GuardCounters {
    private record Counted(String description, List<String> reasons) {}

    private static final Map<String, Counted> COUNTED = Map.ofEntries(
            entry(
                    "connects.refused",
                    new Counted("Clients that were not let in", refusals().toList())),
            entry(
                    "connects.delayed",
                    new Counted(
                            "Clients that were told late that they are not let in",
                            verdicts().toList())),
            entry(
                    "disconnects",
                    new Counted(
                            "Clients that were disconnected",
                            List.of(
                                    "access_expired",
                                    "certificate_expired",
                                    "credential_expired",
                                    "flapping",
                                    "keep_alive_timeout",
                                    "malformed",
                                    "no_filter",
                                    "not_taken",
                                    "packet_too_large",
                                    "publish",
                                    "right_lost",
                                    "shutting_down",
                                    "taken_over",
                                    "token_expired",
                                    "too_often",
                                    "unexpected_packet"))),
            entry(
                    "dropped",
                    new Counted(
                            "Packets that went no further, and connections with them",
                            List.of(
                                    "answers_unread",
                                    "connect_timeout",
                                    "ended",
                                    "http_path",
                                    "malformed",
                                    "not_allowed",
                                    "not_connect",
                                    "not_mqtt",
                                    "stray_ack",
                                    "tls_handshake",
                                    "too_many_delayed",
                                    "too_much_before_connack",
                                    "too_often",
                                    "topic",
                                    "transport"))),
            entry(
                    "subscriptions.refused",
                    new Counted(
                            "Topic filters that were refused",
                            List.of(
                                    "min_interval",
                                    "not_allowed",
                                    "not_served",
                                    "shared_subscription",
                                    "too_many_filters",
                                    "too_many_filters_in_packet",
                                    "topic"))),
            entry(
                    "flapping",
                    new Counted(
                            "Takeovers of client identifiers that are taken over again and again",
                            Arrays.stream(Role.values()).map(Role::code).toList())));

    private final MeterRegistry meters;

    GuardCounters(MeterRegistry meters) {
        this.meters = meters;
        COUNTED.forEach((what, counted) -> counted.reasons().forEach(reason -> counter(what, reason)));
    }

    private static Stream<String> refusals() {
        return Stream.concat(
                verdicts(),
                Stream.of(
                        "auth_method",
                        "blocked",
                        "client_id",
                        "error",
                        "per_provider",
                        "per_provider_public",
                        "protocol_error",
                        "topic",
                        "version",
                        "will"));
    }

    private static Stream<String> verdicts() {
        return Arrays.stream(Verdict.Reason.values())
                .map(reason -> reason.name().toLowerCase(Locale.ROOT));
    }

    /** Counts one more; a reason that is not listed above begins to exist then. */
    void count(String what, String reason) {
        counter(what, reason).increment();
    }

    private Counter counter(String what, String reason) {
        Counted counted = COUNTED.get(what);
        return Counter.builder("bellcord.guard." + what)
                .description(counted == null ? null : counted.description())
                .tag("reason", reason)
                .register(meters);
    }
}
