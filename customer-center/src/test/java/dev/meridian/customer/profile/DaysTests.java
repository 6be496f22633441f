package dev.meridian.customer.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.kernel.Brand;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** A day ends at midnight where the people live: eight hours before it does in Greenwich. */
class DaysTests {

    /** Four in the morning of the second of March in Shanghai. */
    private static final Instant NOW = Instant.parse("2026-03-01T20:00:00Z");

    private static final Brand AURORA = new Brand("aurora");

    @ParameterizedTest
    @CsvSource({
        "Asia/Shanghai, 2026-03-02, true",
        "Asia/Shanghai, 2026-03-03, false",
        "UTC, 2026-03-01, true",
        "UTC, 2026-03-02, false",
        "America/New_York, 2026-03-01, true",
        "America/New_York, 2026-03-02, false"
    })
    void nobody_is_born_after_today(ZoneId zone, String date, boolean accepted) {
        assertThat(AttributeType.BIRTH_DATE.normal(
                        JsonNodeFactory.instance.stringNode(date), new AttributeType.Now(NOW, zone)))
                .isEqualTo(accepted ? Optional.of(date) : Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"Asia/Shanghai, 25_34", "UTC, 18_24"})
    void somebody_turns_twenty_five_when_the_birthday_begins_there(ZoneId zone, String band) {
        AttributeCatalogue catalogue = new AttributeCatalogue(
                List.of(new AttributeDefinition("birthDate", AttributeType.BIRTH_DATE, true, false, List.of())));
        SharedAttributes shared = new SharedAttributes(catalogue, zone);
        SourceProfileId profile = new SourceProfileId(UUID.randomUUID());

        Map<String, SharedAttributes.Value> told =
                shared.of(List.of(new StoredAttribute(profile, AURORA, "birthDate", "2001-03-02", NOW)), NOW);

        assertThat(told.get("ageBand")).isEqualTo(new SharedAttributes.Value(band, NOW));
        assertThat(told.toString()).doesNotContain("2001");
    }
}
