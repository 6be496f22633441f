package dev.meridian.tag;

import dev.meridian.platform.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    @Test
    void the_center_keeps_the_rules_of_the_house() {
        ArchitectureRules.of(TagCenter.class)
                .allowingTypes("facts", 20)
                .allowingTypes("rules", 20)
                .allowingTypes("segments", 17)
                .verify();
    }
}
