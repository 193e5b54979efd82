package io.bellcord.broker.tls;

import java.util.List;

/** A certificate, its key or the two together cannot be used. */
final class UnusableCertificate extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /** @param problems each names the setting, what is wrong and the way out */
    UnusableCertificate(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** All of them in one sentence. */
    String words() {
        return String.join("; ", problems);
    }

    List<String> problems() {
        return problems;
    }
}
