package io.bellcord.broker.http;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Optional;

/**
 * What is answered in place of what was asked for: problem+json, RFC 9457.
 *
 * @param type where it is explained; on every Bellcord
 * @param title the code in words
 * @param detail for people, in their language
 * @param code for programs; does not change
 */
@JsonPropertyOrder({"type", "title", "status", "detail", "code"})
public record Problem(String type, String title, int status, String detail, String code) {
    static final String CONTENT_TYPE = "application/problem+json";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Answers a refusal. */
    public static void write(Context context, RequestRefused refused, Messages messages) {
        ErrorCode code = refused.code();
        Optional<String> seconds = refused.retryAfter()
                .map(wait -> Long.toString(wait.plusMillis(999).toSeconds()));
        seconds.ifPresent(wait -> context.header("Retry-After", wait));
        if (code.status() == 401) {
            context.header("WWW-Authenticate", "Bearer"); // RFC 9110, 15.5.2
        }
        Locale language = messages.language(context.header("Accept-Language"));
        String detail = messages.text(language, code.code(), seconds.orElse(refused.detail()));
        context.status(code.status())
                .header("Content-Language", language.getLanguage())
                .header("Cache-Control", "no-store")
                .contentType(CONTENT_TYPE)
                .result(of(code, code.status(), detail).json());
    }

    /** @param status of the answer, where there is more than one of this code */
    static Problem of(ErrorCode code, int status, String detail) {
        String words = code.code().replace('_', ' ');
        String title = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
        return new Problem("/docs#" + code.code(), title, status, detail, code.code());
    }

    byte[] json() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and a number are JSON", e);
        }
    }
}
