package dev.meridian.customer.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.kernel.Brand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which of several values the golden profile shows. */
class SurvivorshipTests {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void the_value_observed_last_wins() {
        assertThat(golden(said("aurora", 1, "310000", 0), said("boreal", 2, "110000", -5)))
                .containsExactly(Map.entry("city", "310000"));
    }

    @Test
    void a_tie_goes_to_the_greater_source_profile() {
        assertThat(golden(said("aurora", 1, "310000", 0), said("boreal", 2, "110000", 0)))
                .containsExactly(Map.entry("city", "110000"));
    }

    @Test
    void a_removal_silences_the_same_brand_and_no_other() {
        StoredAttribute older = said("aurora", 1, "310000", -5);
        StoredAttribute removal = said("aurora", 2, null, 0);

        assertThat(golden(older, removal)).isEmpty();
        assertThat(golden(older, removal, said("boreal", 3, "110000", -9)))
                .containsExactly(Map.entry("city", "110000"));
        assertThat(golden(removal, said("aurora", 1, "440300", 5))).containsExactly(Map.entry("city", "440300"));
    }

    @Test
    void the_order_in_which_values_are_read_does_not_matter() {
        Random random = new Random(51);
        for (int round = 0; round < 500; round++) {
            List<StoredAttribute> said = new ArrayList<>();
            for (int profile = 0; profile < 6; profile++) {
                String brand = List.of("aurora", "boreal", "cascade").get(random.nextInt(3));
                String value = random.nextInt(4) == 0 ? null : String.valueOf(random.nextInt(5));
                said.add(said(brand, profile, value, random.nextInt(3)));
            }
            Map<String, StoredAttribute> one = Survivorship.winners(said);
            Collections.shuffle(said, random);
            assertThat(Survivorship.winners(said)).as("round %d", round).isEqualTo(one);
        }
    }

    private static Map<String, String> golden(StoredAttribute... said) {
        Map<String, String> values = new HashMap<>();
        Survivorship.winners(List.of(said)).forEach((name, winner) -> values.put(name, Profile.valueOf(winner)));
        return values;
    }

    private static StoredAttribute said(String brand, int profile, @Nullable String value, int minutes) {
        return new StoredAttribute(
                new SourceProfileId(new UUID(0x0199_0000_0000_7000L, profile)),
                new Brand(brand),
                "city",
                value,
                NOON.plusSeconds(60L * minutes));
    }
}
