package io.bellcord.broker.observe;

import io.bellcord.broker.auth.Grant;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a client that may publish connected.
 *
 * @param connection a name of this one connection
 * @param clientId as the client gave it; where it gave none, the one it was assigned
 * @param protocol 3 for MQTT 3.1, 4 for 3.1.1, 5
 * @param askedKeepAlive zero for none
 * @param heldKeepAlive what it is held to; zero for none
 * @param willTopic of the will, if it left one
 * @param address where it comes from, without the port
 */
public record ClientFacts(
        String connection,
        Instant since,
        String clientId,
        boolean clientIdAssigned,
        int protocol,
        boolean webSocket,
        boolean tls,
        boolean cleanSession,
        Duration askedKeepAlive,
        Duration heldKeepAlive,
        Optional<String> willTopic,
        Grant grant,
        String address) {}
