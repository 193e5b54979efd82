package io.bellcord.broker.testing;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.TestClient.Flavour;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Buses of one provider that drive in circles over Monaco and report, until they are closed. */
public final class MovingBuses implements AutoCloseable {
    private static final double LATITUDE = 43.7385;
    private static final double LONGITUDE = 7.4245;
    private static final double METRES_A_DEGREE = 111_320;
    private static final double SPEED = 12; // m/s
    private static final List<String> ROUTES = List.of("1", "2", "5", "100X");

    private final TestClient driver;
    private final String provider;
    private final int count;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("moving-buses").factory());

    private MovingBuses(TestClient driver, String provider, int count) {
        this.driver = driver;
        this.provider = provider;
        this.count = count;
    }

    /** Sends them out; they report through one driver. */
    public static MovingBuses start(TestBroker broker, String provider, int count, long everyMillis) {
        var buses = new MovingBuses(broker.connected(Flavour.HIVEMQ_3_TCP, provider, Role.DRIVER), provider, count);
        buses.timer.scheduleAtFixedRate(buses::reportQuietly, 0, everyMillis, TimeUnit.MILLISECONDS);
        return buses;
    }

    public static List<String> routes() {
        return ROUTES;
    }

    private void reportQuietly() {
        try {
            for (int bus = 0; bus < count && !Thread.currentThread().isInterrupted(); bus++) {
                driver.publish("bus/" + provider + "/" + name(bus), report(bus, Fixes.now()), 0);
            }
        } catch (RuntimeException | AssertionError e) {
            timer.shutdown(); // the broker is away, and the test knows why
        }
    }

    public static String name(int bus) {
        return Integer.toString(1001 + bus);
    }

    private static byte[] report(int bus, long now) {
        double radius = 150 + 37 * (bus % 23);
        double angle = bus * 2.4 + now / 1000.0 * SPEED / radius;
        double north = radius * Math.cos(angle);
        double east = radius * Math.sin(angle);
        double heading = (Math.toDegrees(angle) + 90) % 360;
        String json = String.format(
                Locale.ROOT,
                "{\"ts\":%d,\"lat\":%.6f,\"lon\":%.6f,\"spd\":%.1f,\"hdg\":%.1f,\"route\":\"%s\","
                        + "\"occ\":\"FEW_SEATS_AVAILABLE\",\"batt\":87,\"rssi\":-71}",
                now,
                LATITUDE + north / METRES_A_DEGREE,
                LONGITUDE + east / (METRES_A_DEGREE * Math.cos(Math.toRadians(LATITUDE))),
                SPEED,
                heading,
                ROUTES.get(bus % ROUTES.size()));
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        driver.close();
    }
}
