package io.bellcord.broker.provider;

import io.bellcord.broker.db.Listener;
import io.bellcord.broker.transit.ProviderId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What PostgreSQL told of and nobody has read yet. Several changes make one reading, and more of them than it is worth
 * to tell apart make a reading of everything.
 */
final class DirectoryChanges implements Listener.Ear {
    private static final Logger log = LoggerFactory.getLogger(DirectoryChanges.class);
    private static final int MOST_CREDENTIALS = 20_000;
    private static final String CREDENTIAL = "credential";

    private final Semaphore told = new Semaphore(0);
    private Reading waiting = new Reading();

    /** What is to be read again. */
    static final class Reading {
        boolean everything;
        final Set<ProviderId> providers = new HashSet<>();
        final Map<ProviderId, Set<CredentialHash>> credentials = new HashMap<>();
        private int credentialCount;

        boolean isEmpty() {
            return !everything && providers.isEmpty() && credentials.isEmpty();
        }
    }

    @Override
    public synchronized void hear(String payload) {
        try {
            note(payload.split(" "));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            log.debug("Not understood, so that everything is read payload={}", payload, e);
            waiting.everything = true;
        }
        told.release();
    }

    @Override
    public synchronized void mayHaveMissed() {
        waiting.everything = true;
        told.release();
    }

    /** {@code PROVIDER}, or {@code PROVIDER credential HASH…}: see V005. */
    private void note(String[] words) {
        var provider = new ProviderId(words[0]);
        if (words.length == 1) {
            waiting.providers.add(provider);
        } else if (words[1].equals(CREDENTIAL)) {
            Set<CredentialHash> hashes = waiting.credentials.computeIfAbsent(provider, _ -> new HashSet<>());
            for (int i = 2; i < words.length && waiting.credentialCount < MOST_CREDENTIALS; i++) {
                hashes.add(CredentialHash.parse(words[i]));
                waiting.credentialCount++;
            }
            waiting.everything |= waiting.credentialCount >= MOST_CREDENTIALS;
        } else {
            throw new IllegalArgumentException(words[1]);
        }
    }

    /** What there is to read after the first change, or after this long; empty if there is nothing. */
    Reading await(Duration longest) throws InterruptedException {
        if (told.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            told.drainPermits();
        }
        synchronized (this) {
            Reading reading = waiting;
            waiting = new Reading();
            return reading;
        }
    }
}
