package io.bellcord.broker.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * One thing that was done.
 *
 * @param actor who did it: {@code login@host} of an admin command, {@code node <host>}, or a login of PostgreSQL
 * @param action what, then what became of it: {@code key retired}
 * @param provider empty where it was none's, or several's
 * @param subject which one: a key's kid, a bus, a user
 * @param details an object; of a change {@code {"column":{"from":…,"to":…}}}; never a secret or a hash
 */
public record AuditEntry(
        Instant at,
        String actor,
        String action,
        Optional<String> provider,
        Optional<String> subject,
        JsonNode details) {}
