package io.bellcord.broker.db;

/** The tables cannot be brought up to this version: another version made them, or the user may not change them. */
public final class DatabaseUnfitException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    DatabaseUnfitException(DatabaseSettings settings, Throwable cause) {
        super(
                "The tables at " + settings.address() + " cannot be brought up to this version as " + settings.user()
                        + "; nothing was changed. Use the version that made them, or let it begin with an empty database"
                        + " (the demo: --fresh). "
                        + String.valueOf(cause.getMessage()).strip(),
                cause);
    }
}
