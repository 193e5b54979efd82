package io.bellcord.broker.transit;

/** What a bus says of its own work. */
public enum ServiceStatus {
    IN_SERVICE("in_service"),
    DEADHEAD("deadhead"),
    LAYOVER("layover"),
    OUT("out");

    private final String code;

    ServiceStatus(String code) {
        this.code = code;
    }

    /** As it stands in JSON. */
    public String code() {
        return code;
    }
}
