package io.bellcord.broker.http.api;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.Role;

/** Who may call. */
public enum Audience {
    /** Anybody; a token is neither asked for nor looked at. */
    EVERYBODY,
    /** Who is let in by the provider at all: the work decides what a tracker may see. */
    MEMBERS,
    /** Who may read all buses of the provider: not its trackers. */
    READERS,
    OPERATORS;

    boolean includes(Grant grant) {
        return switch (this) {
            case EVERYBODY, MEMBERS -> true;
            case READERS -> grant.mayReadAll(grant.provider());
            case OPERATORS -> grant.role() == Role.OPERATOR;
        };
    }
}
