package io.bellcord.broker.guard;

import io.bellcord.broker.guard.admission.Admission;
import io.bellcord.broker.limits.FailedLogins;
import io.bellcord.broker.limits.Networks;
import io.bellcord.broker.limits.Ticker;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Slows down CONNECTs that fail, and nobody else (docs/decisions/0006): the answer to a failure waits by how many failed
 * from its address, and a credential that failed too often from there is not verified again for a while. Safe for use by
 * many threads.
 */
final class FailedConnects {
    private static final int MOST_REMEMBERED = 10_000;
    /** Refusals that wait at once, each with its connection. */
    private static final int MOST_WAITING = 1_000;

    private final Admission admission;
    private final FailedLogins<InetAddress> byAddress;
    private final FailedLogins<Credential> byCredential;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    /** @param digest of user name, password and certificate, so that none of them is kept */
    private record Credential(InetAddress address, String digest) {}

    FailedConnects(FailedLogins.Rules rules, Admission admission, Ticker ticker) {
        this.admission = admission;
        byAddress = new FailedLogins<>(rules, MOST_REMEMBERED, ticker);
        byCredential = new FailedLogins<>(rules, MOST_REMEMBERED, ticker);
    }

    boolean isBlocked(InetAddress address, Connect connect) {
        return !admission.isTrusted(address) && byCredential.isBlocked(credential(address, connect));
    }

    /** Counts a failure; returns how long its answer should wait. */
    Duration failed(InetAddress address, Connect connect) {
        if (admission.isTrusted(address)) {
            return Duration.ZERO;
        }
        byCredential.failed(credential(address, connect));
        return byAddress.failed(Networks.counted(address));
    }

    /** Runs an answer later; false where too many wait already. */
    boolean later(EventExecutor loop, Duration delay, Runnable answer) {
        if (!waiting.tryAcquire()) {
            return false;
        }
        loop.schedule(
                () -> {
                    waiting.release();
                    answer.run();
                },
                delay.toMillis(),
                TimeUnit.MILLISECONDS);
        return true;
    }

    private static Credential credential(InetAddress address, Connect connect) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String username = connect.presented().username();
            byte[] password = connect.presented().password();
            digest.update((username == null ? "" : username).getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0); // stands in no user name (MQTT 1.5.3-2)
            digest.update(password == null ? new byte[0] : password);
            if (!connect.certificates().isEmpty()) { // else all who need no password would be one
                digest.update(connect.certificates().getFirst().getEncoded());
            }
            return new Credential(Networks.counted(address), HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("what came encoded can be encoded", e);
        }
    }
}
