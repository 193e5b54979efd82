package io.bellcord.broker.cli.admin.action;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.auth.jwks.JwksAddress;
import io.bellcord.broker.cli.Lifetimes;
import io.bellcord.broker.provider.KeyAlgorithm;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** What operators write on a command line, and what is told where that is nothing. */
public final class Words {
    private Words() {}

    /** Has a command, and those below it, understand ids, durations and what else operators write. */
    public static CommandLine understoodBy(CommandLine line) {
        return line.registerConverter(ProviderId.class, text -> convert(() -> new ProviderId(text)))
                .registerConverter(JwksAddress.class, text -> convert(() -> JwksAddress.parse(text)))
                .registerConverter(BusId.class, text -> convert(() -> new BusId(text)))
                .registerConverter(Duration.class, text -> convert(() -> Lifetimes.parse(text)))
                .registerConverter(MinInterval.class, text -> convert(() -> MinInterval.parse(text)))
                .registerConverter(Fingerprint.class, text -> convert(() -> Fingerprint.parse(text)))
                .registerConverter(Instant.class, Words::instant)
                .registerConverter(Role.class, text -> Role.find(text).orElseThrow(() -> unknown(text, Role.codes())))
                .registerConverter(
                        KeyAlgorithm.class,
                        text -> KeyAlgorithm.find(text).orElseThrow(() -> unknown(text, KeyAlgorithm.codes())));
    }

    private interface Conversion<T> {
        T apply();
    }

    private static <T> T convert(Conversion<T> conversion) {
        try {
            return conversion.apply();
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException(
                    "\"" + text + "\" is no instant; write it in UTC like 2026-11-22T08:00:00Z");
        }
    }

    private static TypeConversionException unknown(String text, String known) {
        return new TypeConversionException("must be one of " + known + " but is \"" + text + "\"");
    }
}
