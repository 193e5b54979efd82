package io.bellcord.broker.http.fleet;

import io.bellcord.broker.http.RequestRefused;
import io.bellcord.broker.http.api.ApiRequest;
import io.bellcord.broker.transit.Position;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** A part of the Earth, as a call names it; WGS-84 degrees. */
final class Area {
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,3}(\\.\\d{1,15})?");
    /** The mean radius, IUGG. */
    private static final double EARTH_RADIUS = 6_371_008.8;

    private Area() {}

    /** {@code west > east}: it crosses the antimeridian (RFC 7946, 5.2). */
    record Box(double west, double south, double east, double north) {
        static Optional<Box> of(ApiRequest request) {
            return request.parameter("bbox").map(Box::parse);
        }

        private static Box parse(String text) {
            double[] sides = numbers(text);
            if (sides.length != 4
                    || !isLongitude(sides[0])
                    || !isLatitude(sides[1])
                    || !isLongitude(sides[2])
                    || !isLatitude(sides[3])
                    || sides[1] > sides[3]) {
                throw invalid("bbox must be minLon,minLat,maxLon,maxLat in degrees, with minLat not above maxLat");
            }
            return new Box(sides[0], sides[1], sides[2], sides[3]);
        }

        boolean contains(Position position) {
            double longitude = position.longitude();
            boolean within =
                    west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east;
            return within && position.latitude() >= south && position.latitude() <= north;
        }
    }

    /** @param radius metres */
    record Circle(double latitude, double longitude, int radius) {
        private static final int USUAL_RADIUS = 1_000;
        private static final int LARGEST_RADIUS = 100_000;

        static Optional<Circle> of(ApiRequest request) {
            int radius = request.whole("radius", USUAL_RADIUS, 1, LARGEST_RADIUS);
            Optional<Circle> circle = request.parameter("near").map(text -> parse(text, radius));
            if (circle.isEmpty() && request.parameter("radius").isPresent()) {
                throw invalid("radius needs near");
            }
            return circle;
        }

        private static Circle parse(String text, int radius) {
            double[] point = numbers(text);
            if (point.length != 2 || !isLatitude(point[0]) || !isLongitude(point[1])) {
                throw invalid("near must be lat,lon in degrees");
            }
            return new Circle(point[0], point[1], radius);
        }

        /** Along the great circle, in metres (haversine). */
        double distance(Position position) {
            double north = Math.toRadians(position.latitude() - latitude);
            double east = Math.toRadians(position.longitude() - longitude);
            double a = square(Math.sin(north / 2))
                    + Math.cos(Math.toRadians(latitude))
                            * Math.cos(Math.toRadians(position.latitude()))
                            * square(Math.sin(east / 2));
            return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(a)));
        }

        private static double square(double x) {
            return x * x;
        }
    }

    /** None where one is no number: the caller tells what there should be. */
    private static double[] numbers(String text) {
        String[] parts = text.split(",", -1);
        return Arrays.stream(parts).allMatch(part -> NUMBER.matcher(part).matches())
                ? Arrays.stream(parts).mapToDouble(Double::parseDouble).toArray()
                : new double[0];
    }

    private static boolean isLatitude(double degrees) {
        return degrees >= -90 && degrees <= 90;
    }

    private static boolean isLongitude(double degrees) {
        return degrees >= -180 && degrees <= 180;
    }

    private static RequestRefused invalid(String what) {
        return ApiRequest.invalid(what);
    }
}
