package io.bellcord.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionLoopInterceptorsTest {
    private final ExecutorService before = Executors.newFixedThreadPool(1);
    private final SessionLoopInterceptors interceptors = new SessionLoopInterceptors(before);

    @AfterEach
    void stop() {
        before.shutdownNow();
    }

    @Test
    void callsAnInterceptorOnTheThreadThatHasTheNews() {
        AtomicReference<@Nullable Thread> called = new AtomicReference<>();

        interceptors.execute(() -> called.set(Thread.currentThread()));

        assertThat(called.get()).isSameAs(Thread.currentThread());
    }

    @Test
    void letsNothingOutThatASessionLoopWouldDieOf() {
        assertThatCode(() -> interceptors.execute(() -> {
                    throw new IllegalStateException("a bug");
                }))
                .doesNotThrowAnyException();
        assertThatCode(() -> interceptors.execute(() -> {
                    throw new StackOverflowError("a bug");
                }))
                .doesNotThrowAnyException();
    }

    @Test
    void endsMoquettesOwnThreadWithItself() {
        interceptors.shutdown();

        assertThat(before.isShutdown()).isTrue();
    }
}
