package io.bellcord.broker.transit;

/** Whether a bus is in operation, as riders are told. docs/PROTOCOL.md says when each holds. */
public enum BusState {
    LIVE("live"),
    STALE("stale"),
    OFFLINE("offline"),
    OUT_OF_SERVICE("out_of_service");

    private final String code;

    BusState(String code) {
        this.code = code;
    }

    /** As it stands in JSON. */
    public String code() {
        return code;
    }
}
