package dev.meridian.tag;

import dev.meridian.platform.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class TagCenterTests {

    @Test
    void the_center_keeps_to_the_rules_of_the_house() {
        ArchitectureRules.of(TagCenter.class)
                .allowingTypes("facts", 17)
                .allowingTypes("rules", 20)
                .allowingTypes("segments", 17)
                .verify();
    }
}
