package io.bellcord.broker.http.fleet;

import io.bellcord.broker.transit.ProviderId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** What other nodes know of a provider, and what stood in Redis before this one started. */
public final class Stored {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final Function<ProviderId, CompletableFuture<Void>> loader;

    /** @param loader brings a provider's last locations onto the board; quick where they are there */
    public Stored(Function<ProviderId, CompletableFuture<Void>> loader) {
        this.loader = loader;
    }

    /** Waits until they are here; but where the store does not answer, what is here is shown. */
    public void await(ProviderId provider) {
        try {
            loader.apply(provider).get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // logged, and tried again, by the loader
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The same before something is read of a provider. */
    public <T> Function<ProviderId, T> before(Function<ProviderId, T> reading) {
        return provider -> {
            await(provider);
            return reading.apply(provider);
        };
    }
}
