package io.bellcord.broker.gtfs;

import static io.bellcord.broker.provider.schema.Tables.GTFS;
import static io.bellcord.broker.provider.schema.Tables.GTFS_LINE;
import static io.bellcord.broker.provider.schema.Tables.GTFS_STOP;
import static io.bellcord.broker.provider.schema.Tables.GTFS_TRIP;
import static io.bellcord.broker.provider.schema.Tables.PROVIDER;
import static io.bellcord.broker.provider.schema.Tables.ROUTE;

import io.bellcord.broker.db.BulkCopy;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.FleetRepository;
import io.bellcord.broker.provider.Queries;
import io.bellcord.broker.provider.Route;
import io.bellcord.broker.provider.UnknownProvider;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.RouteId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Record3;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The GTFS of providers in PostgreSQL. Any exception but a {@code RefusedException} means that PostgreSQL did not answer. */
public final class GtfsRepository {
    private static final int ROWS_AT_ONCE = 10_000;

    private final DSLContext sql;

    public GtfsRepository(Database database) {
        sql = Queries.on(database.dataSource());
    }

    /**
     * Puts this in the place of all that the provider had, its routes too; wholly or not at all.
     *
     * @param source where it is from, for people: it must hold no secret
     */
    public void replace(ProviderId provider, String source, GtfsFeed feed) {
        sql.transaction(transaction -> {
            DSLContext in = transaction.dsl();
            lock(in, provider);
            in.deleteFrom(GTFS).where(GTFS.PROVIDER_ID.eq(provider.value())).execute();
            replaceRoutes(in, provider, feed.routes());
            insert(in, provider, source, feed);
            in.connection(connection -> copy(connection, provider.value(), feed));
        });
    }

    /** One import of a provider after the other; or it is refused, naming those there are. */
    private static void lock(DSLContext in, ProviderId provider) {
        boolean isThere = in.select(PROVIDER.ID)
                .from(PROVIDER)
                .where(PROVIDER.ID.eq(provider.value()))
                .forNoKeyUpdate()
                .fetchOptional()
                .isPresent();
        if (!isThere) {
            throw UnknownProvider.among(in, provider);
        }
    }

    private static void insert(DSLContext in, ProviderId provider, String source, GtfsFeed feed) {
        in.insertInto(GTFS)
                .set(GTFS.PROVIDER_ID, provider.value())
                .set(GTFS.SOURCE, source)
                .set(GTFS.AGENCY, feed.agency())
                .set(GTFS.TIMEZONE, feed.timezone())
                .set(GTFS.ROUTES, feed.routes().size())
                .set(GTFS.STOPS, feed.stops().size())
                .set(GTFS.TRIPS, feed.trips().size())
                .execute();
    }

    /** Those that stay are changed in place, since buses refer to them. */
    private static void replaceRoutes(DSLContext in, ProviderId provider, List<Route> routes) {
        in.deleteFrom(ROUTE)
                .where(ROUTE.PROVIDER_ID.eq(provider.value()))
                .and(ROUTE.ID.ne(
                        DSL.all(routes.stream().map(route -> route.id().value()).toArray(String[]::new))))
                .execute();
        in.batch(routes.stream()
                        .map(route -> in.insertInto(ROUTE)
                                .set(ROUTE.PROVIDER_ID, provider.value())
                                .set(ROUTE.ID, route.id().value())
                                .set(shown(route))
                                .onConflict(ROUTE.PROVIDER_ID, ROUTE.ID)
                                .doUpdate()
                                .set(shown(route)))
                        .toList())
                .execute();
    }

    private static Map<Object, @Nullable Object> shown(Route route) {
        var columns = new HashMap<Object, @Nullable Object>();
        columns.put(ROUTE.NAME, route.name());
        columns.put(ROUTE.DESCRIPTION, route.description().orElse(null));
        columns.put(ROUTE.COLOUR, route.colour().orElse(null));
        columns.put(ROUTE.SHORT_NAME, route.shortName().orElse(null));
        columns.put(ROUTE.LONG_NAME, route.longName().orElse(null));
        columns.put(ROUTE.TEXT_COLOUR, route.textColour().orElse(null));
        columns.put(ROUTE.TYPE, route.type().orElse(null));
        return columns;
    }

    private static void copy(Connection connection, String provider, GtfsFeed feed) throws SQLException {
        try (var stops = BulkCopy.into(connection, "gtfs_stop", "provider_id, id, code, name, latitude, longitude")) {
            for (Stop stop : feed.stops()) {
                stops.add(
                        provider, stop.id(), stop.code().orElse(null), stop.name(), stop.latitude(), stop.longitude());
            }
            stops.finish();
        }
        try (var trips = BulkCopy.into(connection, "gtfs_trip", "provider_id, id, route_id, direction")) {
            for (ScheduledTrip trip : feed.trips()) {
                trips.add(provider, trip.id(), trip.route(), trip.direction());
            }
            trips.finish();
        }
        try (var lines =
                BulkCopy.into(connection, "gtfs_line", "provider_id, number, route_id, direction, coordinates")) {
            int number = 0;
            for (RouteLine line : feed.lines()) {
                lines.add(provider, number++, line.route(), line.direction(), line.coordinates());
            }
            lines.finish();
        }
    }

    /** Whether the provider has loaded one. */
    public boolean has(ProviderId provider) {
        return sql.fetchExists(GTFS, GTFS.PROVIDER_ID.eq(provider.value()));
    }

    /** What each provider that has one has imported, by provider. */
    public List<GtfsImported> list() {
        return sql.selectFrom(GTFS)
                .orderBy(GTFS.PROVIDER_ID)
                .fetch(row -> new GtfsImported(
                        new ProviderId(row.get(GTFS.PROVIDER_ID)),
                        row.get(GTFS.SOURCE),
                        row.get(GTFS.AGENCY),
                        row.get(GTFS.TIMEZONE),
                        row.get(GTFS.ROUTES),
                        row.get(GTFS.STOPS),
                        row.get(GTFS.TRIPS),
                        row.get(GTFS.IMPORTED_AT)));
    }

    /** Takes stops, trips and lines away; the routes stay, since buses refer to them. Whether there were any. */
    public boolean remove(ProviderId provider) {
        return sql.deleteFrom(GTFS).where(GTFS.PROVIDER_ID.eq(provider.value())).execute() > 0;
    }

    /** When each provider's was imported, of those that have one. */
    Map<ProviderId, Instant> listImports() {
        return sql.select(GTFS.PROVIDER_ID, GTFS.IMPORTED_AT)
                .from(GTFS)
                .fetchMap(row -> new ProviderId(row.get(GTFS.PROVIDER_ID)), row -> row.get(GTFS.IMPORTED_AT));
    }

    /** All of it, as it was at one moment. */
    Optional<ProviderGtfs> find(ProviderId provider) {
        return sql.transactionResult(transaction -> {
            DSLContext in = transaction.dsl();
            in.execute("set transaction isolation level repeatable read, read only");
            return in.select(GTFS.IMPORTED_AT)
                    .from(GTFS)
                    .where(GTFS.PROVIDER_ID.eq(provider.value()))
                    .fetchOptional(GTFS.IMPORTED_AT)
                    .map(at -> new ProviderGtfs(
                            at, routes(in, provider), stops(in, provider), lines(in, provider), trips(in, provider)));
        });
    }

    private static List<Route> routes(DSLContext in, ProviderId provider) {
        return in.selectFrom(ROUTE)
                .where(ROUTE.PROVIDER_ID.eq(provider.value()))
                .orderBy(ROUTE.ID)
                .fetch(FleetRepository::route);
    }

    private static List<Stop> stops(DSLContext in, ProviderId provider) {
        return in.selectFrom(GTFS_STOP)
                .where(GTFS_STOP.PROVIDER_ID.eq(provider.value()))
                .orderBy(GTFS_STOP.ID.collate("C"))
                .fetch(row -> new Stop(
                        row.get(GTFS_STOP.ID),
                        Optional.ofNullable(row.get(GTFS_STOP.CODE)),
                        row.get(GTFS_STOP.NAME),
                        row.get(GTFS_STOP.LATITUDE),
                        row.get(GTFS_STOP.LONGITUDE)));
    }

    private static List<RouteLine> lines(DSLContext in, ProviderId provider) {
        return in.selectFrom(GTFS_LINE)
                .where(GTFS_LINE.PROVIDER_ID.eq(provider.value()))
                .orderBy(GTFS_LINE.NUMBER)
                .fetch(row -> new RouteLine(
                        new RouteId(row.get(GTFS_LINE.ROUTE_ID)),
                        direction(row.get(GTFS_LINE.DIRECTION)),
                        row.get(GTFS_LINE.COORDINATES)));
    }

    private static TripIndex trips(DSLContext in, ProviderId provider) {
        var trips = new TripIndex.Builder();
        try (Cursor<Record3<String, String, Short>> rows = in.select(
                        GTFS_TRIP.ID, GTFS_TRIP.ROUTE_ID, GTFS_TRIP.DIRECTION)
                .from(GTFS_TRIP)
                .where(GTFS_TRIP.PROVIDER_ID.eq(provider.value()))
                .fetchSize(ROWS_AT_ONCE)
                .fetchLazy()) {
            rows.forEach(row -> trips.add(row.value1(), row.value2(), direction(row.value3())));
        }
        return trips.build();
    }

    private static @Nullable Integer direction(@Nullable Short stored) {
        return stored == null ? null : stored.intValue();
    }
}
