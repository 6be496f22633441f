package dev.meridian.platform.testing.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The contracts of this checkout against those last released. */
class WireCompatibilityTests {

    @Test
    void this_checkout_breaks_nobody_who_relied_on_the_last_release() {
        Path root = Path.of(System.getProperty("meridian.root"));
        ReleasedContracts released = ReleasedContracts.of(root);
        assertThat(released.objections(ContractFiles.inWorkingTree(root)))
                .as(
                        "Breaks since release %s: make a new version instead, or, before 1.0, give the reason in"
                                + " contracts/released/CHANGES",
                        released.version())
                .isEmpty();
    }
}
