package io.bellcord.broker.guard;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.limits.Allowance;
import io.bellcord.broker.limits.Rate;
import io.bellcord.broker.limits.SharedAllowances;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import java.util.Optional;

/** How often each client may publish: by whom its token is for, so that a second connection does not double it. */
final class Publishers {
    private static final int MOST_LEFT = 10_000;

    private final Optional<SharedAllowances<Who>> allowances;

    private record Who(ProviderId provider, Role role, String subject, Optional<BusId> bus) {}

    /** One connection's part in an allowance. */
    final class Share {
        private final Who who;
        private final Optional<Allowance> allowance;
        private boolean left;

        private Share(Who who) {
            this.who = who;
            allowance = allowances.map(all -> all.join(who));
        }

        Allowance.Verdict take() {
            return allowance.map(Allowance::take).orElse(Allowance.Verdict.WITHIN);
        }

        void leave() {
            if (!left) {
                left = true;
                allowances.ifPresent(all -> all.leave(who));
            }
        }
    }

    Publishers(Optional<Rate> rate, Ticker ticker) {
        allowances = rate.map(one -> new SharedAllowances<>(one, MOST_LEFT, ticker));
    }

    Share join(Grant grant) {
        return new Share(new Who(grant.provider(), grant.role(), grant.subject(), grant.bus()));
    }
}
