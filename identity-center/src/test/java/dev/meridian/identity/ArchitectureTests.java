package dev.meridian.identity;

import dev.meridian.platform.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    @Test
    void the_center_keeps_the_rules_of_the_house() {
        ArchitectureRules.verify(IdentityCenter.class);
    }
}
