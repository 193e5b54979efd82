package io.bellcord.broker.tls;

import io.bellcord.broker.config.StartRefused;
import io.bellcord.broker.steady.Steady;
import io.bellcord.broker.tls.CertificateFiles.Content;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS with the certificate that the files hold now: they are looked at every few seconds, and a new one counts for
 * connections from then on. One that cannot be used is told of, and the one before is kept. Safe for use by many threads.
 */
public final class ServerTls implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ServerTls.class);

    /** Time for a person to renew it: authorities that renew by themselves do so a month before. */
    private static final Duration EXPIRES_SOON = Duration.ofDays(14);

    private final CertificateFiles files;
    private final Clock clock;
    private final Counter replaced;
    private final Counter refused;
    private final ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("tls-certificate").factory());
    private volatile Served served;
    private volatile @Nullable Broken broken;
    /** At the last look; the watcher's alone, like what it found unusable. */
    private Content seen;

    private @Nullable Content unusable;

    private record Served(Content content, ServerCertificate certificate, SSLContext context) {}

    private record Broken(Instant since, String problem) {}

    private ServerTls(CertificateFiles files, Served served, Clock clock, MeterRegistry meters) {
        this.files = files;
        this.served = served;
        this.seen = served.content();
        this.clock = clock;
        replaced = reloads(meters, "replaced");
        refused = reloads(meters, "refused");
        TimeGauge.builder("bellcord.tls.certificate.not.after", this::notAfter, TimeUnit.SECONDS)
                .description("When the certificate that is served expires, in seconds since 1970-01-01 UTC")
                .register(meters);
    }

    private static Counter reloads(MeterRegistry meters, String outcome) {
        return Counter.builder("bellcord.tls.reloads")
                .description("New certificates that were found")
                .tag("outcome", outcome)
                .register(meters);
    }

    private long notAfter() {
        return served.certificate().notAfter().getEpochSecond();
    }

    /**
     * Reads the certificate and keeps it fresh until closed.
     *
     * @param interval how often the files are looked at
     * @throws StartRefused telling all that is wrong with them
     */
    public static ServerTls open(CertificateFiles files, Duration interval, Clock clock, MeterRegistry meters) {
        Served first;
        try {
            first = load(files, files.read(), clock.instant());
        } catch (UnusableCertificate e) {
            throw new StartRefused("Cannot start:\n  " + String.join("\n  ", e.problems()));
        }
        var tls = new ServerTls(files, first, clock, meters);
        Steady.every(tls.watcher, interval, "The certificate was not looked at", () -> tls.look(files.read()));
        return tls;
    }

    private static Served load(CertificateFiles files, Content content, Instant now) throws UnusableCertificate {
        var certificate = ServerCertificate.of(files, content, now);
        return new Served(content, certificate, Contexts.of(certificate));
    }

    private void look(Content found) {
        boolean settled = found.equals(seen); // else one of two files may not have been written yet
        seen = found;
        if (found.equals(served.content())) {
            unusable = null;
            broken = null;
        } else if (!found.equals(unusable)) {
            replace(found, settled);
        }
    }

    private void replace(Content found, boolean settled) {
        try {
            served = load(files, found, clock.instant());
            unusable = null;
            broken = null;
            replaced.increment();
            log.info(
                    "Certificate replaced file={} fingerprint={} notAfter={}",
                    files.certificate(),
                    Certificates.fingerprint(served.certificate().chain().getFirst()),
                    served.certificate().notAfter());
        } catch (UnusableCertificate e) {
            if (settled) {
                keep(found, e);
            }
        }
    }

    private void keep(Content found, UnusableCertificate e) {
        unusable = found;
        Broken before = broken;
        broken = new Broken(before == null ? clock.instant() : before.since(), e.words());
        refused.increment();
        log.warn(
                "New certificate not used; the one before is kept notAfter={} problem={}",
                served.certificate().notAfter(),
                e.words());
    }

    /** For one connection: TLS 1.2 or 1.3, with the certificate of now; the client is asked for one of its own. */
    public SSLEngine newEngine() {
        return Contexts.newEngine(served.context());
    }

    /** The sessions that clients may resume. */
    public SSLSessionContext sessions() {
        return served.context().getServerSessionContext();
    }

    /** What is wrong with the certificate, in words; empty when all is well. */
    public Optional<String> problem() {
        List<String> problems = new ArrayList<>();
        Instant notAfter = served.certificate().notAfter();
        Instant now = clock.instant();
        if (now.isAfter(notAfter)) {
            problems.add(
                    "the certificate expired at " + notAfter + " and clients refuse it; renew " + files.certificate());
        } else if (now.plus(EXPIRES_SOON).isAfter(notAfter)) {
            problems.add("the certificate expires at " + notAfter + "; renew " + files.certificate());
        }
        Broken kept = broken;
        if (kept != null) {
            problems.add("a new certificate is not used since " + kept.since() + " and the one before still is: "
                    + kept.problem());
        }
        return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
    }

    @Override
    public void close() {
        watcher.shutdownNow();
    }
}
