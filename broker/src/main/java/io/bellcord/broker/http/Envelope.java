package io.bellcord.broker.http;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * What every answer on the {@code /auth} and {@code /bus} paths is wrapped in.
 *
 * @param message for people, in their language
 * @param data what was asked for; null where that is refused
 * @param error for programs; null where all is well
 * @param statusCode the same as in the status line
 */
@JsonPropertyOrder({"message", "data", "error", "statusCode"})
record Envelope(
        String message, @Nullable Object data, @Nullable String error, int statusCode) {}
