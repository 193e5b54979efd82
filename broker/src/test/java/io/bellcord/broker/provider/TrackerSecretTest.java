package io.bellcord.broker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackerSecretTest {
    @Test
    void fitsWhereModemsCapThePasswordAndIntoTheSmallAlphabetOfQrCodes() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String text = TrackerSecret.random().text();
            assertThat(text).hasSize(37).matches("BC-[0-9A-HJKMNP-TV-Z]{34}");
            assertThat(TrackerSecret.parse(text)).contains(new TrackerSecret(text));
            seen.add(text);
        }
        assertThat(seen).hasSize(1000);
    }

    @Test
    void isReadAsPeopleTypeIt() {
        TrackerSecret secret = TrackerSecret.random();
        String typed = secret.text().toLowerCase(Locale.ROOT).replace('0', 'o').replace('1', 'l');

        assertThat(TrackerSecret.parse(typed)).contains(secret);
    }

    @Test
    void tellsNearlyEveryTypingMistake() {
        int missed = 0;
        for (int i = 0; i < 1000; i++) {
            String text = TrackerSecret.random().text();
            int at = 3 + i % 32;
            char other = text.charAt(at) == 'Z' ? 'Y' : 'Z';
            missed += TrackerSecret.parse(text.substring(0, at) + other + text.substring(at + 1))
                            .isPresent()
                    ? 1
                    : 0;
        }
        assertThat(missed).isLessThan(20); // one in 1024 is to be expected
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "BC-", "BC-00000000000000000000000000000000UU", "ey.ey.ey", "bc_", "BC-é"})
    void isNothingElse(String text) {
        assertThat(TrackerSecret.parse(text)).isEmpty();
    }

    @Test
    void standsInNoLog() {
        TrackerSecret secret = TrackerSecret.random();

        assertThat(secret).hasToString("TrackerSecret");
    }
}
