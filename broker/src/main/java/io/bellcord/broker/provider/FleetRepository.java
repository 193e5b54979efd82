package io.bellcord.broker.provider;

import static io.bellcord.broker.provider.schema.Tables.BUS;
import static io.bellcord.broker.provider.schema.Tables.ROUTE;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.jooq.impl.DSL.row;

import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.RefusedException.Reason;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.RouteId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * The routes and buses of the providers in PostgreSQL. What cannot be done is a {@link RefusedException} that
 * says what can; any other exception means that PostgreSQL did not answer.
 */
public final class FleetRepository {
    private static final int MOST_NAMED = 20;

    private final DSLContext sql;

    public FleetRepository(Database database) {
        sql = Queries.on(database.dataSource());
    }

    /** Adds all of them or, if one is there already, none. */
    public void addRoutes(ProviderId id, Collection<Route> routes) {
        addAll(
                id,
                "routes",
                routes.stream().map(route -> route.id().value()).toList(),
                transaction -> transaction
                        .insertInto(ROUTE, ROUTE.PROVIDER_ID, ROUTE.ID, ROUTE.NAME, ROUTE.DESCRIPTION, ROUTE.COLOUR)
                        .valuesOfRows(routes.stream()
                                .map(route -> row(
                                        id.value(),
                                        route.id().value(),
                                        route.name(),
                                        route.description().orElse(null),
                                        route.colour().orElse(null)))
                                .toList())
                        .onConflictDoNothing()
                        .returningResult(ROUTE.ID)
                        .fetch(ROUTE.ID));
    }

    /** In the order of their ids. */
    public List<Route> listRoutes(ProviderId id) {
        return sql.selectFrom(ROUTE)
                .where(ROUTE.PROVIDER_ID.eq(id.value()))
                .orderBy(ROUTE.ID)
                .fetch(FleetRepository::route);
    }

    /** A row of the table. */
    public static Route route(Record row) {
        return new Route(
                new RouteId(row.get(ROUTE.ID)),
                row.get(ROUTE.NAME),
                Optional.ofNullable(row.get(ROUTE.DESCRIPTION)),
                Optional.ofNullable(row.get(ROUTE.COLOUR)),
                Optional.ofNullable(row.get(ROUTE.SHORT_NAME)),
                Optional.ofNullable(row.get(ROUTE.LONG_NAME)),
                Optional.ofNullable(row.get(ROUTE.TEXT_COLOUR)),
                Optional.ofNullable(row.get(ROUTE.TYPE)));
    }

    /** Adds all of them or, if one is there already, none. */
    public void addBuses(ProviderId id, Collection<BusId> buses) {
        List<String> ids = buses.stream().map(BusId::value).toList();
        addAll(
                id,
                "buses",
                ids,
                transaction -> transaction
                        .insertInto(BUS, BUS.PROVIDER_ID, BUS.ID)
                        .valuesOfRows(
                                ids.stream().map(bus -> row(id.value(), bus)).toList())
                        .onConflictDoNothing()
                        .returningResult(BUS.ID)
                        .fetch(BUS.ID));
    }

    /** In the order of their ids. */
    public List<BusId> listBuses(ProviderId id) {
        return sql.select(BUS.ID)
                .from(BUS)
                .where(BUS.PROVIDER_ID.eq(id.value()))
                .orderBy(BUS.ID)
                .fetch(row -> new BusId(row.get(BUS.ID)));
    }

    /** What people call those buses that have a name beside their id. */
    Map<BusId, String> busNames(ProviderId id) {
        return named(BUS.PROVIDER_ID.eq(id.value())).getOrDefault(id, Map.of());
    }

    /** The same of all providers that have one. */
    Map<ProviderId, Map<BusId, String>> listBusNames() {
        return named(DSL.noCondition());
    }

    private Map<ProviderId, Map<BusId, String>> named(Condition which) {
        return sql.select(BUS.PROVIDER_ID, BUS.ID, BUS.NAME)
                .from(BUS)
                .where(which, BUS.NAME.isNotNull())
                .collect(groupingBy(
                        row -> new ProviderId(row.get(BUS.PROVIDER_ID)),
                        toMap(row -> new BusId(row.get(BUS.ID)), row -> row.get(BUS.NAME))));
    }

    private void addAll(
            ProviderId provider,
            String what,
            List<String> ids,
            Function<DSLContext, List<String>> insertThoseNotThere) {
        if (ids.isEmpty()) {
            return;
        }
        try {
            sql.transaction(
                    transaction -> requireAll(provider, what, ids, insertThoseNotThere.apply(transaction.dsl())));
        } catch (DataAccessException e) {
            throw UnknownProvider.isWhy(e) ? UnknownProvider.among(sql, provider) : e;
        }
    }

    /** By throwing, takes back what was added. */
    private static void requireAll(ProviderId provider, String what, List<String> ids, List<String> added) {
        var there = new TreeSet<>(ids);
        added.forEach(there::remove);
        if (!there.isEmpty()) {
            throw new RefusedException(
                    Reason.ALREADY_EXISTS,
                    "Provider " + provider + " already has the " + what + " "
                            + String.join(", ", there.stream().limit(MOST_NAMED).toList())
                            + (there.size() > MOST_NAMED ? " and more" : "") + "; leave them out. Nothing was added");
        }
    }
}
