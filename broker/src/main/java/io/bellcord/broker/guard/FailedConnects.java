package io.bellcord.broker.guard;

import io.bellcord.broker.guard.admission.Admission;
import io.bellcord.broker.limits.FailedLogins;
import io.bellcord.broker.limits.FailedProofs;
import io.bellcord.broker.limits.FailedProofs.Shown;
import io.bellcord.broker.limits.Ticker;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Slows down CONNECTs that fail, and nobody else (docs/decisions/0006): the answer to a failure waits by how many failed
 * from its address, and a credential that failed too often from there is not verified again for a while. Safe for use by
 * many threads.
 */
final class FailedConnects {
    private static final byte[] NOTHING = {};
    /** Refusals that wait at once, each with its connection. */
    private static final int MOST_WAITING = 1_000;

    private final Admission admission;
    private final FailedProofs failed;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    FailedConnects(FailedLogins.Rules rules, Admission admission, Ticker ticker) {
        this.admission = admission;
        failed = new FailedProofs(rules, ticker);
    }

    boolean isBlocked(InetAddress address, Connect connect) {
        return !admission.isTrusted(address) && failed.isBlocked(shown(address, connect));
    }

    /** Counts a failure; returns how long its answer should wait. */
    Duration failed(InetAddress address, Connect connect) {
        if (admission.isTrusted(address)) {
            return Duration.ZERO;
        }
        return failed.failed(shown(address, connect));
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

    private static Shown shown(InetAddress address, Connect connect) {
        String username = connect.presented().username();
        byte[] password = connect.presented().password();
        return Shown.of(
                address,
                username == null ? NOTHING : username.getBytes(StandardCharsets.UTF_8),
                password == null ? NOTHING : password,
                connect.certificates().isEmpty()
                        ? NOTHING
                        : encoded(connect.certificates().getFirst()));
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("what came encoded can be encoded", e);
        }
    }
}
