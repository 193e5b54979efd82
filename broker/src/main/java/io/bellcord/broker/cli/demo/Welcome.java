package io.bellcord.broker.cli.demo;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.cli.Addresses;
import io.bellcord.broker.cli.TryOut;
import io.bellcord.broker.provider.Provider;
import java.net.InetSocketAddress;
import java.util.List;

/** What a newcomer needs to see buses on their own screen. */
final class Welcome {
    /** MQTT's port for TLS, at which mosquitto's programs speak nothing else. */
    private static final int TLS_PORT = 8883;

    private final Addresses addresses;
    private final InetSocketAddress mqtt;

    Welcome(Addresses addresses, InetSocketAddress mqtt) {
        this.addresses = addresses;
        this.mqtt = mqtt;
    }

    /** The line to paste is the last. */
    List<String> lines(List<Provider> providers, TryOut tokens) {
        Provider provider = providers.getFirst();
        String token = tokens.token(provider, Role.RIDER, DemoData.TOKENS_LAST);
        return List.of(
                "",
                "  Map         " + addresses.http() + "/",
                "  MQTT        " + addresses.mqtt(),
                "  WebSocket   " + addresses.websocket(),
                "  HTTP        " + addresses.http(),
                "  Redis       " + addresses.redis(),
                "  PostgreSQL  " + addresses.postgres(),
                "  Providers   "
                        + String.join(
                                ", ",
                                providers.stream()
                                        .map(each -> each.id() + " (" + each.name() + ")")
                                        .toList()),
                "",
                "A rider's token of " + provider.id() + ", good for " + DemoData.TOKENS_LAST.toDays() + " days:",
                token,
                "",
                mqtt.getPort() == TLS_PORT
                        ? "See its buses (not with mosquitto at this port, where it insists on TLS: choose another --port-offset):"
                        : "See its buses:",
                "mosquitto_sub -h " + Addresses.host(mqtt) + " -p " + mqtt.getPort() + " -V 5 -u " + provider.id()
                        + " -P " + token + " -t 'bus/" + provider.id() + "/+' -v",
                "");
    }
}
