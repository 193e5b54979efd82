package io.bellcord.broker.limits;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Failed logins, counted in two ways (docs/decisions/0006): how long an answer waits goes by the address, and what is not
 * verified for a while by what was shown there, so that nobody behind the same address is held up. Safe for use by many
 * threads.
 */
public final class FailedProofs {
    private static final int MOST_REMEMBERED = 10_000;

    private final FailedLogins<InetAddress> byAddress;
    private final FailedLogins<Shown> byProof;

    /**
     * What somebody showed to be let in.
     *
     * @param network {@link Networks#counted}
     * @param digest so that nothing of it is kept
     */
    public record Shown(InetAddress network, String digest) {
        /**
         * Keeps a digest.
         *
         * @param parts in an order of the caller's: user name, password, …
         */
        public static Shown of(InetAddress address, byte[]... parts) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                for (byte[] part : parts) {
                    digest.update(ByteBuffer.allocate(Integer.BYTES)
                            .putInt(part.length)
                            .flip()); // where it ends
                    digest.update(part);
                }
                return new Shown(Networks.counted(address), HexFormat.of().formatHex(digest.digest()));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }

    /** Remembers nothing yet. */
    public FailedProofs(FailedLogins.Rules rules, Ticker ticker) {
        byAddress = new FailedLogins<>(rules, MOST_REMEMBERED, ticker);
        byProof = new FailedLogins<>(rules, MOST_REMEMBERED, ticker);
    }

    /** Whether it failed so often that it need not be verified for now; counts nothing. */
    public boolean isBlocked(Shown shown) {
        return byProof.isBlocked(shown);
    }

    /** Counts a failure; returns how long to wait before it is answered. */
    public Duration failed(Shown shown) {
        byProof.failed(shown);
        return byAddress.failed(shown.network());
    }
}
