package dev.meridian.customer;

import dev.meridian.platform.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    @Test
    void the_center_keeps_the_rules_of_the_house() {
        ArchitectureRules.of(CustomerCenter.class)
                .allowingTypes("identity", 36)
                .allowingTypes("interactions", 21)
                .allowingTypes("profile", 24)
                .verify();
    }
}
