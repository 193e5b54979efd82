package io.bellcord.broker.auth;

import io.bellcord.broker.limits.Allowance;
import io.bellcord.broker.limits.Rate;
import io.bellcord.broker.limits.SharedAllowances;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import java.util.Optional;

/**
 * How often each client may publish, over MQTT and HTTP together: by whom its token is for, so that a second connection does
 * not double it. Safe for use by many threads.
 */
public final class Publishers {
    /** What who publishes more is told. */
    public static final String TOO_OFTEN = "published too often; send what is buffered as one message";

    private static final int MOST_LEFT = 10_000;

    private final Optional<SharedAllowances<Who>> allowances;

    private record Who(ProviderId provider, Role role, String subject, Optional<BusId> bus) {}

    /** One connection's part in an allowance; to be left. */
    public final class Share {
        private final Who who;
        private final Optional<Allowance> allowance;
        private boolean left;

        private Share(Who who) {
            this.who = who;
            allowance = allowances.map(all -> all.join(who));
        }

        public Allowance.Verdict take() {
            return allowance.map(Allowance::take).orElse(Allowance.Verdict.WITHIN);
        }

        public void leave() {
            if (!left) {
                left = true;
                allowances.ifPresent(all -> all.leave(who));
            }
        }
    }

    /** @param rate of one client; empty for any */
    public Publishers(Optional<Rate> rate, Ticker ticker) {
        allowances = rate.map(one -> new SharedAllowances<>(one, MOST_LEFT, ticker));
    }

    public Share join(Grant grant) {
        return new Share(new Who(grant.provider(), grant.role(), grant.subject(), grant.bus()));
    }

    /** Of one publish that comes without a connection. */
    public Allowance.Verdict take(Grant grant) {
        Share share = join(grant);
        try {
            return share.take();
        } finally {
            share.leave();
        }
    }
}
