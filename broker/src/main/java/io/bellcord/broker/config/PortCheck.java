package io.bellcord.broker.config;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds ports that are taken before anything is started, so that a refusal leaves nothing half done. */
public final class PortCheck {
    /**
     * A port that is going to be listened at.
     *
     * @param setting its key, for the message
     * @param port 0 is always free
     */
    public record Listener(String setting, String host, int port) {}

    private PortCheck() {}

    /** Those that the broker itself opens. */
    public static List<Listener> ofBroker(BrokerConfig config) {
        String host = config.mqtt().host();
        var listeners = new ArrayList<>(List.of(
                new Listener(
                        Settings.MQTT_PORT.key(),
                        config.mqtt().host(),
                        config.mqtt().port()),
                new Listener(
                        Settings.WEBSOCKET_PORT.key(),
                        config.mqtt().host(),
                        config.websocket().port()),
                new Listener(
                        Settings.HTTP_PORT.key(),
                        config.http().host(),
                        config.http().port())));
        if (config.tls().files().isPresent()) {
            listeners.add(new Listener(
                    Settings.MQTT_TLS_PORT.key(), host, config.tls().port()));
            listeners.add(new Listener(
                    Settings.WEBSOCKET_TLS_PORT.key(), host, config.tls().webSocketPort()));
        }
        return listeners;
    }

    /** Those of the servers that {@code --embedded} starts. */
    public static List<Listener> ofEmbedded(BrokerConfig.Embedded ports) {
        return List.of(
                new Listener(Settings.EMBEDDED_POSTGRES_PORT.key(), "127.0.0.1", ports.postgresPort()),
                new Listener(Settings.EMBEDDED_REDIS_PORT.key(), "127.0.0.1", ports.redisPort()));
    }

    /**
     * Refuses to go on while a port is taken.
     *
     * @throws StartRefused naming every such port and its setting
     */
    public static void requireFree(List<Listener> listeners) {
        var problems = new ArrayList<String>();
        for (var listener : listeners) {
            whyNot(listener).ifPresent(problems::add);
        }
        if (!problems.isEmpty()) {
            throw new StartRefused(problems.stream().collect(Collectors.joining("\n  ", "Cannot start:\n  ", "")));
        }
    }

    private static Optional<String> whyNot(Listener listener) {
        var address = new InetSocketAddress(listener.host(), listener.port());
        if (address.isUnresolved()) {
            return Optional.of("host " + listener.host() + " has no address: check its spelling");
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections of a run before, in TIME_WAIT, are no obstacle
            socket.bind(address);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("port " + listener.port() + " (" + listener.setting() + ") " + wayOut(listener, e));
        }
    }

    private static String wayOut(Listener listener, IOException e) {
        String cause = String.valueOf(e.getMessage());
        if (cause.contains("already in use")) {
            return "is in use at " + listener.host() + ": set " + listener.setting() + " or --port-offset";
        }
        if (cause.contains("ermission denied")) {
            return "is not for ordinary users: set " + listener.setting() + " to 1024 or more";
        }
        return "cannot be opened at " + listener.host() + ": " + cause;
    }
}
