package io.bellcord.broker.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.testing.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenerTest {
    private final Database database = TestPostgres.newDatabase();
    private final AtomicInteger calls = new AtomicInteger();

    private @Nullable Listener listener;

    @AfterEach
    void close() {
        if (listener != null) {
            listener.close();
        }
        database.close();
    }

    @Test
    void callsOnceConnectedAndForEachNotification() throws SQLException {
        listen();
        awaitCalls(1);

        send("changes");

        awaitCalls(2);
    }

    @Test
    void doesNotHearOtherChannels() throws SQLException {
        listen();
        awaitCalls(1);

        send("others");
        send("changes");

        awaitCalls(2);
    }

    @Test
    void callsAgainWhenItHasReconnectedAfterAnOutage() throws SQLException {
        listen();
        awaitCalls(1);

        TestPostgres.cutOff(database.settings());
        awaitMoreCallsThan(1);
        TestPostgres.restore(database.settings());
        await().until(this::listens);

        for (int i = 0; i < 2; i++) { // twice, since the first may be the call for the new connection
            int before = calls.get();
            send("changes");
            awaitMoreCallsThan(before);
        }
    }

    @Test
    void callsForEachAttemptDuringAnOutage() {
        listen();
        awaitCalls(1);

        TestPostgres.cutOff(database.settings());

        awaitMoreCallsThan(3);
    }

    @Test
    void closesAtOnceWhileItWaits() {
        Listener waiting = listen();
        awaitCalls(1);

        assertThat(timeToClose(waiting)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void closesAtOnceDuringAnOutage() {
        TestPostgres.cutOff(database.settings());
        Listener trying = listen();

        assertThat(timeToClose(trying)).isLessThan(Duration.ofSeconds(1));
    }

    private Listener listen() {
        Listener started = database.listen("changes", new Listener.Ear() {
            @Override
            public void hear(String payload) {
                calls.incrementAndGet();
            }

            @Override
            public void mayHaveMissed() {
                calls.incrementAndGet();
            }
        });
        listener = started;
        return started;
    }

    private static Duration timeToClose(Listener listener) {
        long start = System.nanoTime();
        listener.close();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void awaitCalls(int count) {
        await().pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(calls).hasValue(count));
    }

    private void awaitMoreCallsThan(int count) {
        await().pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(calls).hasValueGreaterThan(count));
    }

    private boolean listens() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("""
                        select from pg_stat_activity
                        where datname = current_database() and state = 'idle' and query = 'listen "changes"'
                        """)) {
            return found.next();
        }
    }

    private void send(String channel) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("notify " + channel);
        }
    }

    private Connection connect() throws SQLException {
        DatabaseSettings at = database.settings();
        return DriverManager.getConnection(at.jdbcUrl(), at.user(), at.password());
    }
}
