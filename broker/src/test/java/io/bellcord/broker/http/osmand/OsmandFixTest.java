package io.bellcord.broker.http.osmand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellcord.broker.http.ErrorCode;
import io.bellcord.broker.http.Query;
import io.bellcord.broker.http.RequestRefused;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests that others wrote: the examples of traccar.org/osmand, those of Traccar's own OsmAndProtocolDecoderTest
 * (github.com/traccar/traccar), and one of colota.app/docs/integrations/traccar.
 */
class OsmandFixTest {
    private static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id=12345&lat=48.8566&lon=2.3522&timestamp=1609459200000"
                        + " | 12345 | {\"ts\":1609459200000,\"lat\":48.8566,\"lon\":2.3522}",
                "deviceid=12345&lat=48.8566&lon=2.3522&timestamp=2021-01-01T00:00:00Z&speed=15&bearing=270&altitude=35"
                        + "&accuracy=10&hdop=0.8&batt=75"
                        + " | 12345 | {\"ts\":1609459200000,\"lat\":48.8566,\"lon\":2.3522,\"spd\":7.71666,\"hdg\":270.0,"
                        + "\"acc\":10.0,\"alt\":35.0,\"batt\":75.0}",
                "id=12345&lat=48.8566&lon=2.3522&timestamp=1609459200000&cell=208,10,12345,67890,50"
                        + "&wifi=00:11:22:33:44:55,-70"
                        + " | 12345 | {\"ts\":1609459200000,\"lat\":48.8566,\"lon\":2.3522}",
                "id=902064&lat=42.06288&lon=-88.23412&timestamp=2016-01-27T18%3A55%3A47Z&hdop=6.0&altitude=224.0&speed=0.0"
                        + " | 902064 | {\"ts\":1453920947000,\"lat\":42.06288,\"lon\":-88.23412,\"spd\":0.0,\"alt\":224.0}",
                "lat=49.60688&lon=6.15788&timestamp=2014-06-04+09%3A10%3A11&altitude=384.7&speed=0.0&id=353861053849681"
                        + " | 353861053849681"
                        + " | {\"ts\":1401873011000,\"lat\":49.60688,\"lon\":6.15788,\"spd\":0.0,\"alt\":384.7}",
                "id=123456&timestamp=1377177267&lat=60.0&lon=30.0"
                        + " | 123456 | {\"ts\":1377177267000,\"lat\":60.0,\"lon\":30.0}",
                "lat=60.0&lon=30.0&speed=0.0&heading=0.0&vacc=0&hacc=0&altitude=0&deviceid=123456"
                        + " | 123456 | {\"ts\":1795766400000,\"lat\":60.0,\"lon\":30.0,\"spd\":0.0,\"hdg\":0.0,\"acc\":0.0,"
                        + "\"alt\":0.0}",
                "id=123456&timestamp=1377177267&location=60.0,30.0"
                        + " | 123456 | {\"ts\":1377177267000,\"lat\":60.0,\"lon\":30.0}",
                "id=123456789012345&timestamp=1504763810&lat=40.7232948571&lon=-74.0061408571&bearing=7.19889788244&speed=40"
                        + "&ignition=true&rpm=933&fuel=24"
                        + " | 123456789012345 | {\"ts\":1504763810000,\"lat\":40.7232948571,\"lon\":-74.0061408571,"
                        + "\"spd\":20.57776,\"hdg\":7.19889788244,\"ign\":true}",
                "id=123456&timestamp=1377177267&cell=257,02,16,2224 | 123456 | {\"ts\":1377177267000}",
            })
    void readsParameters(String query, String device, String payload) {
        assertReads(parameters(query), device, payload);
        assertReads(
                new Parameters(Query.parse(new byte[0]), "application/x-www-form-urlencoded", bytes(query)),
                device,
                payload);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"location\":{\"timestamp\":\"2025-06-15T13:45:12.862Z\",\"coords\":{\"latitude\":37.4219983,"
                        + "\"longitude\":-122.084,\"accuracy\":5,\"speed\":0,\"heading\":-1,\"altitude\":5},\"is_moving\":false,"
                        + "\"odometer\":0,\"event\":\"motionchange\",\"battery\":{\"level\":1,\"is_charging\":false},"
                        + "\"activity\":{\"type\":\"still\"},\"extras\":{}},\"device_id\":\"48241179\"}"
                        + " | 48241179 | {\"ts\":1749995112862,\"lat\":37.4219983,\"lon\":-122.084,\"spd\":0.0,\"acc\":5.0,"
                        + "\"alt\":5.0,\"odo\":0.0,\"batt\":100.0}",
                "{\"location\":{\"extras\":{},\"mock\":true,\"coords\":{\"speed_accuracy\":-1,\"speed\":-1,"
                        + "\"longitude\":-122.406417,\"ellipsoidal_altitude\":0,\"floor\":null,\"latitude\":37.785834,"
                        + "\"accuracy\":5,\"altitude\":0,\"heading\":-1},\"odometer\":0,\"battery\":{\"level\":-1,"
                        + "\"is_charging\":false},\"timestamp\":\"2025-05-09T04:11:30.579Z\"},\"device_id\":\"658765\"}"
                        + " | 658765 | {\"ts\":1746763890579,\"lat\":37.785834,\"lon\":-122.406417,\"acc\":5.0,\"alt\":0.0,"
                        + "\"odo\":0.0}",
                "{\"location\":{\"timestamp\":\"2025-02-12T13:00:00Z\",\"coords\":{\"latitude\":52.12345,"
                        + "\"longitude\":-2.12345,\"accuracy\":15,\"altitude\":380,\"speed\":5,\"heading\":180},"
                        + "\"battery\":{\"level\":0.85,\"is_charging\":false}},\"device_id\":\"colota\"}"
                        + " | colota | {\"ts\":1739365200000,\"lat\":52.12345,\"lon\":-2.12345,\"spd\":5.0,\"hdg\":180.0,"
                        + "\"acc\":15.0,\"alt\":380.0,\"batt\":85.0}",
            })
    void readsTheJsonOfTraccarClient(String json, String device, String payload) {
        assertReads(
                new Parameters(Query.parse(new byte[0]), "application/json; charset=utf-8", bytes(json)),
                device,
                payload);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id=1&lat=here&lon=30&timestamp=soon | {\"ts\":\"soon\",\"lat\":\"here\",\"lon\":30.0}",
                "id=1&lat=NaN&lon=1e999&timestamp=0 | {\"ts\":0,\"lat\":\"NaN\",\"lon\":\"1e999\"}",
            })
    void leavesWhatIsNoNumberForIngestToRefuse(String query, String payload) {
        assertReads(parameters(query), "1", payload);
    }

    @Test
    void refusesWhatIsNoUrlEncoding() {
        assertThatThrownBy(() -> parameters("id=%zz&lat=60.0"))
                .isInstanceOfSatisfying(
                        RequestRefused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_PARAMETER));
    }

    private static void assertReads(Parameters parameters, String device, String payload) {
        OsmandFix fix = OsmandFix.of(parameters, NOW);

        assertThat(fix.device()).contains(device);
        assertThat(new String(fix.payload(), StandardCharsets.UTF_8)).isEqualTo(payload);
    }

    private static Parameters parameters(String query) {
        return new Parameters(Query.parse(bytes(query)), null, new byte[0]);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
