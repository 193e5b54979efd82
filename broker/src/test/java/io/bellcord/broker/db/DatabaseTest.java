package io.bellcord.broker.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellcord.broker.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class DatabaseTest {
    @Test
    void saysWhereItLookedForPostgresqlThatIsNotThere() {
        var nowhere = new DatabaseSettings("jdbc:postgresql://localhost:1/bellcord?password=hidden", "bell", "secret");

        assertThatThrownBy(() -> Database.open(nowhere))
                .isInstanceOf(DatabaseUnreachableException.class)
                .hasMessageStartingWith(
                        "Cannot connect to PostgreSQL at jdbc:postgresql://localhost:1/bellcord as bell: ");
    }

    @Test
    void keepsPasswordsOutOfItsText() {
        var settings = new DatabaseSettings("jdbc:postgresql://db/bellcord?password=hidden", "bell", "secret");

        assertThat(settings.toString()).doesNotContain("hidden", "secret").contains("db/bellcord", "bell");
    }

    @Test
    void migratesASecondTimeWithoutHarm() {
        try (Database database = TestPostgres.newDatabase()) {
            database.migrate();

            assertThat(database.dataSource()).isNotNull();
        }
    }

    @Test
    void saysWhatToDoWhereAnotherVersionMadeTheTables() throws SQLException {
        try (Database database = TestPostgres.newDatabase();
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update flyway_schema_history set checksum = checksum + 1 where version = '001'");

            assertThatThrownBy(database::migrate)
                    .isInstanceOf(DatabaseUnfitException.class)
                    .hasMessageContaining("cannot be brought up to this version")
                    .hasMessageContaining("empty database")
                    .hasMessageContaining("checksum mismatch");
        }
    }
}
