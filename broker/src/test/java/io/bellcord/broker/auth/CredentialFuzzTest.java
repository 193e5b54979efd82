package io.bellcord.broker.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.bellcord.broker.auth.Verdict.Denied;
import io.bellcord.broker.auth.Verdict.Granted;
import io.bellcord.broker.provider.Credentials;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.TrackerCredential;
import io.bellcord.broker.provider.TrackerSecret;
import io.bellcord.broker.testing.CapturedLog;
import io.bellcord.broker.testing.FuzzInput;
import io.bellcord.broker.transit.BusId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whatever is sent as a password that is no token: credentials as somebody may have typed them, and changed. Who is granted
 * has shown a credential of the provider that has not ended, and all who show one are. docs/TESTING.md says how this is fuzzed.
 */
class CredentialFuzzTest {
    private static final TrackerSecret OF_KB = secret("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    private static final TrackerSecret ENDED = secret("00000000000000001111111111111111");
    private static final TrackerSecret OF_OTHER = secret("ZYXWVTSRQPNMKJHGFEDCBA9876543210");
    private static final TokenVerifier VERIFIER = AuthFixture.verifier(
            provider("kb", credential(OF_KB, "1", false), credential(ENDED, "2", true)),
            provider("other", credential(OF_OTHER, "3", false)));

    /** What lets in where, in its one form. */
    private static final Map<String, Map<String, BusId>> GOOD = Map.of(
            "kb", Map.of(OF_KB.text(), new BusId("1")),
            "other", Map.of(OF_OTHER.text(), new BusId("3")));

    // Chosen by their places here: a new one comes last, or the corpus means something else.
    private static final List<TrackerSecret> SECRETS = List.of(OF_KB, ENDED, OF_OTHER);
    private static final List<String> USERNAMES = List.of("kb", "other", "nobody", "", "KB");

    private static final CapturedLog PROBLEMS = CapturedLog.warningsAndErrors();

    @FuzzTest
    void grantsWhoShowsACredentialAndNobodyElse(byte[] bytes) {
        FuzzInput in = new FuzzInput(bytes);
        String username = in.pick(USERNAMES);
        byte[] password =
                in.flag() ? in.rest() : in.changed(typed(in.pick(SECRETS).text(), in));
        Optional<BusId> bus = Optional.ofNullable(
                GOOD.getOrDefault(username, Map.of()).get(inOneForm(new String(password, ISO_8859_1))));
        PROBLEMS.take();
        switch (VERIFIER.verify(new Presented(username, password))) {
            case Granted(Grant grant) -> {
                assertThat(grant.bus()).isPresent().isEqualTo(bus);
                assertThat(grant.provider().value()).isEqualTo(username);
                assertThat(grant.role()).isEqualTo(Role.TRACKER);
            }
            case Denied(Verdict.Reason reason, String message) -> {
                assertThat(bus).isEmpty();
                assertThat(message).as(reason.name()).isNotBlank().hasSizeLessThan(500);
            }
        }
        assertThat(PROBLEMS.take()).isEmpty();
    }

    /** In small letters, and O, I or L for digits, here and there. */
    private static byte[] typed(String text, FuzzInput in) {
        byte[] typed = text.getBytes(ISO_8859_1);
        for (int i = 0, how = in.next(); i < typed.length && how != 0; i++, how = how << 1 | how >> 7) {
            if ((how & 1) == 1) {
                typed[i] = (byte) misread(typed[i], how);
            }
        }
        return typed;
    }

    private static int misread(byte character, int how) {
        return switch (character) {
            case '0' -> 'O';
            case '1' -> (how & 2) == 0 ? 'I' : 'l';
            case '-' -> '-';
            default -> Character.toLowerCase(character);
        };
    }

    private static String inOneForm(String typed) {
        var text = new StringBuilder();
        for (int i = 0; i < typed.length(); i++) {
            char character = typed.charAt(i);
            boolean prefix = i < "BC-".length();
            char capital = character >= 'a' && character <= 'z' ? (char) (character - 'a' + 'A') : character;
            text.append(
                    switch (capital) {
                        case 'O' -> prefix ? capital : '0';
                        case 'I', 'L' -> prefix ? capital : '1';
                        default -> capital;
                    });
        }
        return text.toString();
    }

    /** With the two characters that check the others: of all pairs the one that is taken. */
    private static TrackerSecret secret(String random) {
        String alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        return alphabet.chars()
                .boxed()
                .flatMap(one -> alphabet.chars().mapToObj(other -> "BC-" + random + (char) (int) one + (char) other))
                .flatMap(text -> TrackerSecret.parse(text).stream())
                .findFirst()
                .orElseThrow();
    }

    private static TrackerCredential credential(TrackerSecret secret, String bus, boolean ended) {
        return new TrackerCredential(
                AuthFixture.CREDENTIAL_KEY.hash(secret),
                new BusId(bus),
                ended ? Optional.of(AuthFixture.NOW) : Optional.empty());
    }

    private static Provider provider(String id, TrackerCredential... credentials) {
        return AuthFixture.provider(id).withCredentials(Credentials.of(List.of(credentials)));
    }
}
