package io.bellcord.broker.cli.admin.tracker;

import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.AdminAction;
import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.RevocationRepository;
import io.bellcord.broker.provider.Revocations.Kind;
import io.bellcord.broker.transit.ProviderId;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "revoke",
        description = {
            "Revokes a token, or all that a subject has been issued so far, and closes connections made with them.",
            "A token that does not tell when it was issued (iat) counts as issued before, and so does one of the next 5 seconds:"
                    + " the clocks of who issues tokens and of PostgreSQL may differ by that.",
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
final class TokenRevoke extends AdminAction {
    @Option(names = "--provider", required = true, paramLabel = "ID", description = "Whose token it is.")
    private ProviderId provider;

    @ArgGroup(multiplicity = "1")
    private Which which;

    /** One of the two. */
    static final class Which {
        @Option(names = "--jti", required = true, paramLabel = "JTI", description = "The jti of the token.")
        private @Nullable String jti;

        @Option(names = "--subject", required = true, paramLabel = "SUB", description = "The sub of the tokens.")
        private @Nullable String subject;

        Kind kind() {
            return jti == null ? Kind.SUBJECT : Kind.TOKEN;
        }

        String value() {
            return jti != null ? jti : String.valueOf(subject);
        }
    }

    @Option(
            names = "--for",
            defaultValue = "3650d",
            paramLabel = "TIME",
            description = "After this long the tokens have expired anyway; ${DEFAULT-VALUE} if not given.")
    private Duration kept;

    TokenRevoke(DatabaseAccess database) {
        super(database);
    }

    @Override
    protected void check() {
        if (which.value().isEmpty()) {
            throw wrongUsage("--jti and --subject must not be empty; write what stands in the token");
        }
    }

    @Override
    protected Answer run(Database database) {
        Instant at = new RevocationRepository(database).revoke(provider, which.kind(), which.value(), kept);
        String kind = which.kind().name().toLowerCase(Locale.ROOT);
        return new Answer(
                which.kind() == Kind.TOKEN
                        ? "Revoked token " + which.value() + " of provider " + provider
                        : "Revoked the tokens of subject " + which.value() + " of provider " + provider
                                + " that were issued before " + at,
                Answer.object("provider", provider.value(), kind, which.value(), "revokedAt", at.toString()));
    }
}
