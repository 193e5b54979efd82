package io.bellcord.broker.http.api;

import io.javalin.http.HandlerType;
import java.io.IOException;

/**
 * One operation of the API.
 *
 * @param path as Javalin and OpenAPI write it: {@code /v1/providers/{provider}/vehicles}
 * @param audience for all but {@link Audience#EVERYBODY} the path has a {@code {provider}}
 */
public record Call(HandlerType method, String path, Audience audience, Work work) {
    /** What is done; on a virtual thread, so it may wait. */
    @FunctionalInterface
    public interface Work {
        /** Answers, or throws a {@link io.bellcord.broker.http.RequestRefused}. */
        Answer answer(ApiRequest request) throws IOException;
    }

    public static Call get(String path, Audience audience, Work work) {
        return new Call(HandlerType.GET, path, audience, work);
    }

    /** Whether a path as it was called is this one's. */
    boolean isAt(String called) {
        String[] own = path.split("/", -1);
        String[] asked = called.split("/", -1);
        if (own.length != asked.length) {
            return false;
        }
        for (int i = 0; i < own.length; i++) {
            if (!own[i].startsWith("{") && !own[i].equals(asked[i])) {
                return false;
            }
        }
        return true;
    }
}
