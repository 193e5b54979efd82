package io.bellcord.simulator.driving;

/** What a bus is doing. */
public enum Duty {
    /** With passengers. */
    IN_SERVICE,
    /** On its way to where it starts again, without passengers. */
    DEADHEAD,
    /** At the end of a direction, until it starts again. */
    LAYOVER
}
