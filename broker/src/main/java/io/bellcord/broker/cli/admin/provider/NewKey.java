package io.bellcord.broker.cli.admin.provider;

import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.provider.KeyAlgorithm;
import io.bellcord.broker.provider.KeyMaterial;
import io.bellcord.broker.provider.ProviderKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys that are made here, and how they are shown. */
final class NewKey {
    private NewKey() {}

    /** Tells when the key was made, so that an old one is seen to be old: {@code 20261122-9f3c}. */
    static String kid(Clock clock) {
        var random = new byte[2];
        new SecureRandom().nextBytes(random);
        return LocalDate.now(clock).format(DateTimeFormatter.BASIC_ISO_DATE) + "-"
                + HexFormat.of().formatHex(random);
    }

    static ProviderKey shared(Clock clock) {
        return ProviderKey.of(kid(clock), KeyAlgorithm.HS256, KeyMaterial.newSecret(KeyAlgorithm.HS256));
    }

    static List<String> lines(ProviderKey key) {
        String added = "Added key " + key.kid() + " (" + key.algorithm().code() + ")";
        return key.algorithm().isShared()
                ? List.of(added + ". Its secret, in base64, is not shown again:", key.material())
                : List.of(added);
    }

    static Map<String, Object> json(ProviderKey key) {
        return Answer.object(
                "kid", key.kid(),
                "algorithm", key.algorithm().code(),
                "secret",
                        Optional.of(key.material())
                                .filter(ignored -> key.algorithm().isShared()));
    }
}
