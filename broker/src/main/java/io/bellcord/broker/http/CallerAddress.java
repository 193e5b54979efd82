package io.bellcord.broker.http;

import io.bellcord.broker.limits.Networks;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a call comes from. Each proxy adds whom it had the call from to the end of {@code X-Forwarded-For}, after whatever
 * the client itself has written there: so the list is read from its end, for as long as who wrote is trusted.
 */
public final class CallerAddress {
    /** With a port, as some proxies write it; an IPv6 address is in brackets then. */
    private static final Pattern WITH_PORT = Pattern.compile("\\[(.*)](?::\\d+)?|([0-9.]+):\\d+");

    private final Networks proxies;

    public CallerAddress(Networks proxies) {
        this.proxies = proxies;
    }

    /** The nearest address that is no trusted proxy's, or the farthest proxy's that can be told. */
    public InetAddress of(Context context) {
        InetAddress nearest = InetAddress.ofLiteral(context.req().getRemoteAddr()); // IPv6 comes in brackets too
        for (String before : forwardedFor(context).reversed()) {
            Optional<InetAddress> address = proxies.contains(nearest) ? read(before) : Optional.empty();
            if (address.isEmpty()) {
                break;
            }
            nearest = address.get();
        }
        return nearest;
    }

    /** A header that is there several times is one list (RFC 9110, 5.3). */
    private static List<String> forwardedFor(Context context) {
        return Collections.list(context.req().getHeaders("X-Forwarded-For")).stream()
                .flatMap(header -> Stream.of(header.split(",", -1)))
                .toList();
    }

    private static Optional<InetAddress> read(String text) {
        String written = text.strip();
        Matcher withPort = WITH_PORT.matcher(written);
        if (!withPort.matches()) {
            return Networks.address(written);
        }
        return Networks.address(withPort.group(1) == null ? withPort.group(2) : withPort.group(1));
    }
}
