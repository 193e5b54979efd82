package io.bellcord.simulator.bench.load;

import io.bellcord.simulator.bench.target.Server;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Which provider has which bus, and who connects to which node. Buses are numbered through, provider by provider; each
 * provider has trackers and riders on every node, as behind a load balancer, where it has enough of them.
 *
 * @param busesEach of one provider
 * @param nodes how many there are
 */
public record Distribution(List<String> providers, int busesEach, int nodes) {
    /** One provider and one node. */
    static final Distribution ONE = new Distribution(List.of(Server.PROVIDER), Integer.MAX_VALUE, 1);

    public Distribution {
        providers = List.copyOf(providers);
    }

    static String busId(int bus) {
        return String.format(Locale.ROOT, "b%05d", bus);
    }

    String provider(int bus) {
        return providers.get(bus / busesEach);
    }

    String topic(int bus) {
        return topicsOf(provider(bus)) + busId(bus);
    }

    private static String topicsOf(String provider) {
        return "bus/" + provider + '/';
    }

    int trackerNode(int bus) {
        return bus % nodes;
    }

    /** To the buses of one provider, as the so-manieth rider has it. */
    Subscription fleet(int rider) {
        var number = rider % providers.size();
        var node = rider / providers.size() % nodes;
        var filter = topicsOf(providers.get(number)) + '+';
        return new Subscription(filter, number * busesEach, busesEach, node, bus -> trackerNode(bus) != node);
    }

    /** To that many buses of the first provider. */
    Subscription all(int buses) {
        return new Subscription(topicsOf(providers.getFirst()) + '+', 0, buses, 0, _ -> false);
    }

    /** To one bus. */
    Subscription one(int bus) {
        return new Subscription(topic(bus), bus, 1, 0, _ -> false);
    }

    /** What topics of each provider begin with, up to the digits. */
    List<String> prefixes() {
        return providers.stream().map(provider -> topicsOf(provider) + 'b').toList();
    }

    /** The buses of one provider, of those that are there. */
    IntStream buses(int provider, int all) {
        return IntStream.range(Math.min(provider * busesEach, all), (int) Math.min((provider + 1L) * busesEach, all));
    }
}
