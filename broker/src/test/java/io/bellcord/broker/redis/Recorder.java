package io.bellcord.broker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a listener is told. */
final class Recorder implements Channels.Listener {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void subscribed() {
        told.add("subscribed");
    }

    @Override
    public void lost() {
        told.add("lost");
    }

    @Override
    public void received(byte[] message) {
        told.add(new String(message, UTF_8));
    }

    /** All of it, but repetitions once. */
    List<String> told() {
        return told.stream()
                .reduce(
                        List.<String>of(),
                        (all, next) -> !all.isEmpty() && all.getLast().equals(next) ? all : plus(all, next),
                        Recorder::concat);
    }

    long count(String what) {
        return told.stream().filter(what::equals).count();
    }

    Recorder awaitLast(String what) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !told.isEmpty() && told.getLast().equals(what));
        return this;
    }

    private static List<String> plus(List<String> all, String next) {
        return concat(all, List.of(next));
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
    }
}
