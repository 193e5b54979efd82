package io.bellcord.broker.auth;

import static io.bellcord.broker.auth.AuthFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.bellcord.broker.testing.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FailuresTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(Failures.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final TestClock clock = new TestClock(NOW);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    @Test
    void logsALineAMinuteAndNeverWhatTheTokenHeld() {
        TokenVerifier verifier = new TokenVerifier(
                () -> {
                    throw new IllegalStateException("eyJhbGci");
                },
                AuthFixture.CREDENTIAL_KEY,
                clock);

        verify(verifier, 1_000);
        clock.advance(Duration.ofMinutes(1));
        verify(verifier, 1_000);

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "Tokens refused because their verification failed count=1"
                                + " last=class java.lang.IllegalStateException",
                        "Tokens refused because their verification failed count=1001"
                                + " last=class java.lang.IllegalStateException");
    }

    private static void verify(TokenVerifier verifier, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(verifier.verify(new Presented("kb", new byte[] {1}))).isInstanceOf(Verdict.Denied.class);
        }
    }
}
