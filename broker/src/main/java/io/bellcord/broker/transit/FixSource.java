package io.bellcord.broker.transit;

/** How a fix was made: by satellites, by dead reckoning, or by a person. */
public enum FixSource {
    GPS("gps"),
    DEAD_RECKONING("dr"),
    MANUAL("manual");

    private final String code;

    FixSource(String code) {
        this.code = code;
    }

    /** As it stands in JSON. */
    public String code() {
        return code;
    }
}
