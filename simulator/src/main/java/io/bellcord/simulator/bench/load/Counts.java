package io.bellcord.simulator.bench.load;

/**
 * What a crowd has done so far.
 *
 * @param published fixes sent
 * @param received fixes that a rider got, newer than what it had of that bus
 * @param snapshots retained ones that were not
 * @param unacknowledged PUBACKs that are still waited for
 * @param backwards fixes that were not newer
 * @param wrong messages that nobody had sent
 */
public record Counts(long published, long received, long snapshots, long unacknowledged, long backwards, long wrong) {
    public Counts since(Counts before) {
        return new Counts(
                published - before.published,
                received - before.received,
                snapshots - before.snapshots,
                unacknowledged,
                backwards - before.backwards,
                wrong - before.wrong);
    }
}
