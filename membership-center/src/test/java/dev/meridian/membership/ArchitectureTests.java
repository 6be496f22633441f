package dev.meridian.membership;

import dev.meridian.platform.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    @Test
    void features_and_layers_keep_their_directions() {
        ArchitectureRules.verify(MembershipCenter.class);
    }
}
