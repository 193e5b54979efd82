package io.bellcord.broker.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellcord.broker.accounts.Passwords.Match;
import io.bellcord.broker.provider.RefusedException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    /** Made by libxcrypt, a C implementation. */
    private static final String CORRECT_HORSE = "$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Passwords passwords = new Passwords(meters);

    @AfterEach
    void close() {
        passwords.close();
    }

    @ParameterizedTest
    @CsvSource({
        "correct horse, $2a$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
        "correct horse, $2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
        "correct horse, $2y$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
        "pässwörd 비밀번호, $2a$10$abcdefghijklmnopqrstuu36PFn7I3nU3Zmv53.92Pz2NMeVFb.kW",
        "pässwörd 비밀번호, $2b$10$abcdefghijklmnopqrstuu36PFn7I3nU3Zmv53.92Pz2NMeVFb.kW",
        "pässwörd 비밀번호, $2y$10$abcdefghijklmnopqrstuu36PFn7I3nU3Zmv53.92Pz2NMeVFb.kW"
    })
    void takesHashesOfOtherImplementationsAsTheyAre(String password, String hash) {
        assertThat(Passwords.isHash(hash)).isTrue();
        assertThat(passwords.check(password, Optional.of(hash))).isEqualTo(Match.YES);
        assertThat(passwords.check(password + "!", Optional.of(hash))).isEqualTo(Match.NO);
    }

    @Test
    void readsTheFirst72BytesOfAPasswordThatWasHashedElsewhere() {
        Optional<String> of80 = Optional.of("$2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i");

        assertThat(passwords.check("x".repeat(80), of80)).isEqualTo(Match.YES);
        assertThat(passwords.check("x".repeat(72), of80)).isEqualTo(Match.YES);
        assertThat(passwords.check("x".repeat(71), of80)).isEqualTo(Match.NO);
    }

    @Test
    void makesHashesItTakes() {
        String longest = "비".repeat(24);
        String hash = Passwords.hash(longest);

        assertThat(hash).startsWith("$2b$12$");
        assertThat(Passwords.isHash(hash)).isTrue();
        assertThat(passwords.check(longest, Optional.of(hash))).isEqualTo(Match.YES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"seven77", "비비비비비비비비비비비비비비비비비비비비비비비비!"})
    void refusesANewPasswordThatBcryptWouldCutOffOrAnyoneGuess(String password) {
        assertThatThrownBy(() -> Passwords.hash(password))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("8 characters or more and at most 72 bytes")
                .hasMessageNotContaining(password);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "$2b$04$short",
                "$2x$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
                "$2b$03$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
                "$2b$31$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e"
            })
    void takesNoHashThatItCouldNotCheckInTime(String text) {
        assertThat(Passwords.isHash(text)).isFalse();
    }

    @Test
    void doesTheSameWorkForAnOldHashAWrongPasswordAndNobodyAtAll() {
        assertThat(roundsOf("correct horse", Optional.of(CORRECT_HORSE))).isEqualTo(4096);
        assertThat(roundsOf("wrong horse", Optional.of(CORRECT_HORSE))).isEqualTo(4096);
        assertThat(roundsOf("wrong horse", Optional.of(Passwords.hash("correct horse"))))
                .isEqualTo(4096);
        assertThat(roundsOf("wrong horse", Optional.empty())).isEqualTo(4096);
    }

    private double roundsOf(String password, Optional<String> hash) {
        double before = meters.get("bellcord.password.rounds").counter().count();
        assertThat(passwords.check(password, hash)).isNotEqualTo(Match.BUSY);
        return meters.get("bellcord.password.rounds").counter().count() - before;
    }

    @Test
    void refusesMoreThanCanWaitInsteadOfPilingThemUp() throws InterruptedException, ExecutionException {
        try (var one = new Passwords(new SimpleMeterRegistry(), 1, 1);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Match>> checks = IntStream.range(0, 50)
                    .mapToObj(_ -> (Callable<Match>) () -> one.check("correct horse", Optional.of(CORRECT_HORSE)))
                    .toList();

            int busy = 0;
            for (Future<Match> check : callers.invokeAll(checks)) {
                Match match = check.get();
                assertThat(match).isNotEqualTo(Match.NO);
                busy += match == Match.BUSY ? 1 : 0;
            }

            assertThat(busy).isBetween(1, 49);
        }
    }
}
