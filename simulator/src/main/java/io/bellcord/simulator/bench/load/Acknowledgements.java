package io.bellcord.simulator.bench.load;

/** PUBACKs, those that are waited for and those that have come. Of one thread. */
final class Acknowledgements {
    private long awaited;
    private long come;

    void await() {
        awaited++;
    }

    void come() {
        come++;
    }

    long missing() {
        return awaited - come;
    }
}
