package io.bellcord.simulator.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellcord.simulator.bench.BenchFailed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {
    private final List<String> closed = new ArrayList<>();

    @Test
    void closesTheLastFirst() {
        Closing.all(List.of(() -> closed.add("one"), () -> closed.add("two")));

        assertThat(closed).containsExactly("two", "one");
    }

    @Test
    void closesTheOthersWhereSomeFailAndTellsOfAllThatFailed() {
        assertThatExceptionOfType(BenchFailed.class)
                .isThrownBy(() -> Closing.all(List.of(
                        () -> closed.add("one"),
                        () -> {
                            throw new IOException("not two");
                        },
                        () -> closed.add("three"),
                        () -> {
                            throw new NoClassDefFoundError("nor four");
                        })))
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("nor four", "not two"));

        assertThat(closed).containsExactly("three", "one");
    }
}
