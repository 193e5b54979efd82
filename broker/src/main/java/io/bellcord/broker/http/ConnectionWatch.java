package io.bellcord.broker.http;

import io.bellcord.broker.limits.Counts;
import io.bellcord.broker.limits.Networks;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Sees that nobody keeps the places of others: an address has only so many connections, and a connection on which no
 * request is answered for a while ends. Jetty itself ends only those where nothing comes at all, not who sends a request by
 * the byte.
 */
final class ConnectionWatch extends AbstractLifeCycle implements Connection.Listener {
    private final Server server;
    private final HttpServer.Limits limits;
    private final Counts<InetAddress> perAddress;
    private final Counter tooMany;
    private final Counter tooSlow;
    private final ConcurrentMap<Connection, Watched> watched = new ConcurrentHashMap<>();

    /** One connection, from its accept to its end. */
    private final class Watched {
        private final Connection connection;
        private final Optional<Counts<InetAddress>.Place> place;
        private final Scheduler scheduler;
        private volatile Scheduler.Task check;
        private long answered;
        private long received;

        private Watched(Connection connection, Scheduler scheduler, Optional<Counts<InetAddress>.Place> place) {
            this.connection = connection;
            this.scheduler = scheduler;
            this.place = place;
            check = next();
        }

        private Scheduler.Task next() {
            return scheduler.schedule(this::check, limits.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
        }

        private void check() {
            if (connection.getBytesOut() == answered) {
                if (connection.getBytesIn() > received) {
                    tooSlow.increment();
                } // else it only kept the connection for a next request
                connection.getEndPoint().close();
            } else {
                answered = connection.getBytesOut(); // an answer, or a piece of one that has no end
                received = connection.getBytesIn();
                check = next();
            }
        }

        private void ended() {
            check.cancel();
            place.ifPresent(Counts.Place::leave);
        }
    }

    ConnectionWatch(Server server, HttpServer.Limits limits, MeterRegistry meters) {
        this.server = server;
        this.limits = limits;
        tooMany = refused("per_address", meters);
        tooSlow = refused("request_timeout", meters);
        perAddress = new Counts<>(limits.connectionsPerAddress());
    }

    @Override
    protected void doStart() {
        for (var connector : server.getConnectors()) {
            if (connector instanceof AbstractConnector one) {
                one.addBean(this); // it hands each of its connections to such beans
            }
        }
    }

    @Override
    public void onOpened(Connection connection) {
        InetAddress address = ((InetSocketAddress) connection.getEndPoint().getRemoteSocketAddress()).getAddress();
        boolean trusted = limits.trusted().contains(address);
        Optional<Counts<InetAddress>.Place> place =
                trusted ? Optional.empty() : perAddress.enter(Networks.counted(address));
        if (trusted || place.isPresent()) {
            watched.put(connection, new Watched(connection, scheduler(), place));
        } else {
            tooMany.increment();
            connection.getEndPoint().close();
        }
    }

    private Scheduler scheduler() {
        return server.getScheduler();
    }

    @Override
    public void onClosed(Connection connection) {
        Optional.ofNullable(watched.remove(connection)).ifPresent(Watched::ended);
    }

    private static Counter refused(String reason, MeterRegistry meters) {
        return Counter.builder("bellcord.http.connections.refused")
                .description("Connections to the HTTP port that were closed")
                .tag("reason", reason)
                .register(meters);
    }
}
