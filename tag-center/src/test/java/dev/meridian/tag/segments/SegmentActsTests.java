package dev.meridian.tag.segments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.testing.ApiClient;
import dev.meridian.tag.Fixture;
import dev.meridian.tag.TagTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is done to segments is recorded, once, and only where something was done. */
@TagTest
class SegmentActsTests {

    private static final Map<String, Object> SHANGHAI =
            Map.of("attribute", "city", "is", Map.of("in", List.of("310000")));
    private static final Map<String, Object> BEIJING =
            Map.of("attribute", "city", "is", Map.of("in", List.of("110000")));

    private final Fixture fixture;
    private final String brand = Fixture.newBrand();

    SegmentActsTests(Fixture fixture) {
        this.fixture = fixture;
    }

    @Test
    void every_step_in_the_life_of_a_segment_is_a_record_and_a_repeated_one_is_none() {
        ApiClient marketer = fixture.as(brand);
        fixture.define(brand, "city", SHANGHAI);
        fixture.define(brand, "city", BEIJING);
        fixture.define(brand, "city", BEIJING);
        for (String step : List.of("publish", "pause", "resume", "archive")) {
            for (int time = 0; time < 2; time++) {
                marketer.post("/api/segments/{key}/" + step, "city").send().expect(step.equals("pause") ? 200 : 202);
            }
        }
        marketer.post("/api/segments/{key}/publish", "city").send().expectProblem(409, "segment_archived");
        marketer.post("/api/segments/{key}/publish", "nothing").send().expectProblem(404, "not_found");

        JsonNode records = records(marketer);

        assertThat(records)
                .extracting(record -> record.path("action").asString())
                .containsExactly(
                        "segment.archived",
                        "segment.resumed",
                        "segment.paused",
                        "segment.published",
                        "segment.changed",
                        "segment.created");
        assertThat(records).allSatisfy(record -> {
            assertThat(record.at("/subject/id").asString()).isEqualTo("city");
            assertThat(record.at("/actor/client").asString()).isEqualTo("test-client");
        });
        assertThat(records.get(4).at("/before/rule/is/in/0").asString()).isEqualTo("310000");
        assertThat(records.get(4).at("/after/rule/is/in/0").asString()).isEqualTo("110000");
        assertThat(records.get(3).at("/before/publishedVersion").isMissingNode())
                .isTrue();
        assertThat(records.get(3).at("/after/publishedVersion").asInt()).isOne();
        assertThat(records(fixture.as(Fixture.newBrand()))).isEmpty();
    }

    @Test
    void what_is_done_to_the_groups_segments_is_the_groups_affair() {
        String key = "g" + brand;
        fixture.define("*", key, SHANGHAI);

        assertThat(fixture.group()
                        .get("/api/audit/tags")
                        .query("subject", key)
                        .send()
                        .expect(200)
                        .json()
                        .path("items"))
                .extracting(record -> record.path("brand").asString())
                .containsExactly("*");
        assertThat(fixture.as(brand)
                        .get("/api/audit/tags")
                        .query("subject", key)
                        .send()
                        .expect(200)
                        .json()
                        .path("items"))
                .isEmpty();
    }

    private static JsonNode records(ApiClient reader) {
        return reader.get("/api/audit/tags").send().expect(200).json().path("items");
    }
}
