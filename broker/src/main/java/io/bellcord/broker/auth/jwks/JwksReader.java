package io.bellcord.broker.auth.jwks;

import io.bellcord.broker.provider.RefusedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads sets of keys over HTTP: bounded in time and size, and from nowhere but the address itself. */
public final class JwksReader implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 256 * 1024;
    private static final int OK = 200;

    private final HttpClient http;
    private final Duration timeout;

    public JwksReader() {
        this(HttpClient.newBuilder(), TIMEOUT);
    }

    /** @param timeout from the call until the whole answer is there; in whole seconds */
    JwksReader(HttpClient.Builder client, Duration timeout) {
        this.timeout = timeout;
        http = client.followRedirects(HttpClient.Redirect.NEVER) // it could lead to where the address may not
                .build();
    }

    /**
     * What is published there now.
     *
     * @throws RefusedException if it cannot be read, saying why
     */
    public JwkSet read(JwksAddress address) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.uri())
                .header("Accept", "application/jwk-set+json, application/json")
                .build();
        var answer = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
        try {
            return JwkSet.parse(text(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS)));
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw unreadable("it did not answer within " + timeout.toSeconds() + " s");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectException) { // which says nothing itself
                throw unreadable("no connection to " + address.uri().getAuthority()
                        + "; check its name and that it can be reached from here");
            }
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw unreadable(cause instanceof IOException ? why(cause) : cause.toString());
        }
    }

    private static String why(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static String text(HttpResponse<byte[]> answer) {
        if (answer.statusCode() != OK) {
            throw unreadable("it answered " + answer.statusCode()
                    + answer.headers()
                            .firstValue("Location")
                            .map(to -> ", a redirect, which is not followed: name that address")
                            .orElse(""));
        }
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static RefusedException unreadable(String why) {
        return new RefusedException(RefusedException.Reason.UNREADABLE_JWKS, "The JWKS cannot be read: " + why);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
