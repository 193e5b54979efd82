package io.bellcord.broker.http;

import io.bellcord.broker.accounts.AccountRefused;
import io.bellcord.broker.limits.FailedLogins;
import io.bellcord.broker.limits.Networks;
import io.bellcord.broker.limits.Ticker;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Slows down calls whose token is not good, and no others, by the same rules as over MQTT (docs/decisions/0006): the answer
 * waits by how many failed from its address, and a token that failed too often from there is not verified for a while.
 */
public final class FailedTokens {
    private static final int MOST_REMEMBERED = 10_000;
    /** Answers that wait at once, each with its connection; one more does not wait. */
    private static final int MOST_WAITING = 200;

    private final FailedLogins.Rules rules;
    private final Networks trusted;
    private final CallerAddress addresses;
    private final FailedLogins<InetAddress> byAddress;
    private final FailedLogins<Shown> byToken;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    /** @param digest of provider and token, so that neither is kept */
    private record Shown(InetAddress network, String digest) {}

    /**
     * Remembers nothing yet.
     *
     * @param trusted networks for which nothing is counted, and whose proxies are believed
     */
    public FailedTokens(FailedLogins.Rules rules, Networks trusted, Ticker ticker) {
        this.rules = rules;
        this.trusted = trusted;
        addresses = new CallerAddress(trusted);
        byAddress = new FailedLogins<>(rules, MOST_REMEMBERED, ticker);
        byToken = new FailedLogins<>(rules, MOST_REMEMBERED, ticker);
    }

    /**
     * Does what is done with a token.
     *
     * @throws RequestRefused as {@code work} does, or since the token was refused too often
     */
    <T> T watch(Context context, String provider, String token, Supplier<T> work) {
        InetAddress address = addresses.of(context);
        if (trusted.contains(address)) {
            return work.get();
        }
        Shown shown = shown(Networks.counted(address), provider, token);
        if (byToken.isBlocked(shown)) {
            hold(byAddress.failed(shown.network()));
            throw new RequestRefused(ErrorCode.TOO_MANY_ATTEMPTS, rules.forgetOneEvery());
        }
        try {
            return work.get();
        } catch (AccountRefused e) {
            throw failed(shown, RequestRefused.of(e));
        } catch (RequestRefused e) {
            throw failed(shown, e);
        }
    }

    private RequestRefused failed(Shown shown, RequestRefused refused) {
        if (refused.code().isOfToken()) {
            byToken.failed(shown);
            hold(byAddress.failed(shown.network()));
        }
        return refused;
    }

    /** A virtual thread costs little while it waits. */
    private void hold(Duration delay) {
        if (delay.isZero() || !waiting.tryAcquire()) {
            return;
        }
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops
        } finally {
            waiting.release();
        }
    }

    private static Shown shown(InetAddress network, String provider, String token) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(provider.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(token.getBytes(StandardCharsets.UTF_8));
            return new Shown(network, HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
