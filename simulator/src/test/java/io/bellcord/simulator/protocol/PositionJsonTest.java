package io.bellcord.simulator.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.simulator.driving.Duty;
import io.bellcord.simulator.driving.Fix;
import io.bellcord.simulator.driving.Occupancy;
import io.bellcord.simulator.streets.Place;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PositionJsonTest {
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void writesEveryKeyOfVersion1ThatATrackerKnows() throws IOException {
        var encoded = encode(Duty.IN_SERVICE, 1, 42);

        assertThat(encoded).isEqualTo(json.readTree("""
                {"ts":1795500000123,"lat":43.731235,"lon":7.425679,"spd":8.3,"hdg":0,"acc":3,"odo":1235,"seq":7,
                 "src":"gps","st":"in_service","route":"1","dir":1,"occ":"FEW_SEATS_AVAILABLE","occp":42}
                """));
    }

    @Test
    void leavesOutTheDirectionBetweenTwo() throws IOException {
        var encoded = encode(Duty.DEADHEAD, null, 0);

        assertThat(encoded.has("dir")).isFalse();
        assertThat(encoded.path("st").asText()).isEqualTo("deadhead");
    }

    @Test
    void saysThatABusRests() throws IOException {
        assertThat(encode(Duty.LAYOVER, 0, 0).path("st").asText()).isEqualTo("layover");
    }

    @Test
    void tellsOccupancyInGtfsWords() {
        assertThat(Occupancy.ofPercent(0)).isEqualTo(Occupancy.EMPTY);
        assertThat(Occupancy.ofPercent(29)).isEqualTo(Occupancy.MANY_SEATS_AVAILABLE);
        assertThat(Occupancy.ofPercent(49)).isEqualTo(Occupancy.FEW_SEATS_AVAILABLE);
        assertThat(Occupancy.ofPercent(79)).isEqualTo(Occupancy.STANDING_ROOM_ONLY);
        assertThat(Occupancy.ofPercent(99)).isEqualTo(Occupancy.CRUSHED_STANDING_ROOM_ONLY);
        assertThat(Occupancy.ofPercent(100)).isEqualTo(Occupancy.FULL);
    }

    private JsonNode encode(Duty duty, @Nullable Integer direction, int occupancy) throws IOException {
        var place = new Place(43.7312349, 7.4256789);
        var at = Instant.ofEpochMilli(1795500000123L);
        // A heading that rounds to 360 is north, which is 0.
        return json.readTree(new PositionJson()
                .encode(new Fix(at, place, 8.333, 359.8, 3, 1234.6, 7, duty, "1", direction, occupancy)));
    }
}
