package io.bellcord.broker.topic;

import io.bellcord.broker.topic.BusFilter.Kind;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.RouteId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * How Bellcord's topic names and topic filters are written: {@code bus/<provider>/<busId>} and below it
 * {@code /state} and {@code /refused}, {@code route/<provider>/<routeId>}, and {@code feed/<provider>/vehicle-positions}.
 */
public final class Topics {
    private static final String TREE = "bus";
    private static final String ROUTES = "route";
    private static final String FEEDS = "feed";
    private static final String VEHICLE_POSITIONS = "vehicle-positions";
    private static final String BUSES = TREE + "/";
    private static final String STATE = "state";
    private static final String REFUSED = "refused";
    /** {@code bus/p/b/state} has four levels; one more piece shows that there are too many. */
    private static final int MOST_LEVELS = 4;

    private Topics() {}

    public static String position(BusKey key) {
        return TREE + "/" + key.provider() + "/" + key.bus();
    }

    public static String state(BusKey key) {
        return position(key) + "/" + STATE;
    }

    public static String refused(BusKey key) {
        return position(key) + "/" + REFUSED;
    }

    public static String route(ProviderId provider, RouteId route) {
        return ROUTES + "/" + provider + "/" + route;
    }

    public static String vehiclePositions(ProviderId provider) {
        return FEEDS + "/" + provider + "/" + VEHICLE_POSITIONS;
    }

    /** The bus whose position a topic name carries; empty for any other topic. */
    public static Optional<BusKey> parsePosition(String topicName) {
        int end = topicName.startsWith(BUSES) ? topicName.indexOf('/', BUSES.length()) : -1;
        if (end < 0) {
            return Optional.empty();
        }
        String provider = topicName.substring(BUSES.length(), end);
        String bus = topicName.substring(end + 1); // no id where a further level follows
        return ProviderId.isValid(provider) && BusId.isValid(bus)
                ? Optional.of(BusKey.of(provider, bus))
                : Optional.empty();
    }

    /**
     * Reads a topic filter. Empty for one that does not start with {@code bus/}, {@code route/} or {@code feed/} and a literal
     * provider: nobody may ask for every tenant.
     */
    public static Optional<TopicFilter> parseFilter(String topicFilter) {
        String[] levels = split(topicFilter);
        if (levels.length < 3 || !ProviderId.isValid(levels[1])) {
            return Optional.empty();
        }
        return switch (levels[0]) {
            case TREE -> busFilter(levels);
            case ROUTES -> routeFilter(levels);
            case FEEDS -> feedFilter(levels);
            default -> Optional.empty();
        };
    }

    private static Optional<TopicFilter> routeFilter(String[] levels) {
        boolean all = levels[2].equals("+") || levels[2].equals("#");
        if (levels.length > 3 || (!all && !RouteId.isValid(levels[2]))) {
            return Optional.empty();
        }
        Optional<RouteId> route = all ? Optional.empty() : Optional.of(new RouteId(levels[2]));
        return Optional.of(new RouteFilter(new ProviderId(levels[1]), route));
    }

    private static Optional<TopicFilter> feedFilter(String[] levels) {
        boolean covers = switch (levels[2]) {
            case VEHICLE_POSITIONS, "+" -> levels.length == 3 || (levels.length == 4 && levels[3].equals("#"));
            case "#" -> levels.length == 3;
            default -> false;
        };
        return covers ? Optional.of(new FeedFilter(new ProviderId(levels[1]))) : Optional.empty();
    }

    private static Optional<TopicFilter> busFilter(String[] levels) {
        Set<Kind> kinds = kinds(levels);
        boolean all = levels[2].equals("+") || levels[2].equals("#");
        if (kinds.isEmpty() || (!all && !BusId.isValid(levels[2]))) {
            return Optional.empty();
        }
        Optional<BusId> bus = all ? Optional.empty() : Optional.of(new BusId(levels[2]));
        return Optional.of(new BusFilter(new ProviderId(levels[1]), bus, kinds));
    }

    /** The kinds a filter of three or more levels covers; none if it is no filter of ours. */
    private static Set<Kind> kinds(String[] levels) {
        if (levels.length == 3) {
            return levels[2].equals("#") ? EnumSet.allOf(Kind.class) : EnumSet.of(Kind.POSITION);
        }
        if (levels.length > MOST_LEVELS || levels[2].equals("#")) {
            return Set.of();
        }
        return switch (levels[3]) {
            case "#" -> EnumSet.allOf(Kind.class); // MQTT 5.0, 4.7.1.2: "#" covers the parent level too
            case "+" -> EnumSet.of(Kind.STATE, Kind.REFUSED);
            case STATE -> EnumSet.of(Kind.STATE);
            case REFUSED -> EnumSet.of(Kind.REFUSED);
            default -> Set.of();
        };
    }

    private static String[] split(String topic) {
        return topic.split("/", MOST_LEVELS + 1);
    }
}
