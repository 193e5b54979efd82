package io.bellcord.broker.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** How often what was answered. Safe for use by many threads. */
public final class AnswerCounts {
    private final MeterRegistry meters;

    public AnswerCounts(MeterRegistry meters) {
        this.meters = meters;
        for (ErrorCode code : ErrorCode.values()) {
            refused(code.code()); // zero, rather than nothing
        }
    }

    /**
     * Counts an answer.
     *
     * @param path as it is documented, never as it was called: those are without number
     * @param answer {@code ok}, or the code of an error
     */
    public void count(String path, String answer) {
        Counter.builder("bellcord.http.answers")
                .description("Answers under /auth, /bus, /osmand and /v1")
                .tags("path", path, "answer", answer)
                .register(meters)
                .increment();
        if (!answer.equals("ok")) {
            refused(answer).increment();
        }
    }

    private Counter refused(String reason) {
        return Counter.builder("bellcord.http.refused")
                .description("Calls under /auth, /bus, /osmand and /v1 that were refused")
                .tag("reason", reason)
                .register(meters);
    }
}
