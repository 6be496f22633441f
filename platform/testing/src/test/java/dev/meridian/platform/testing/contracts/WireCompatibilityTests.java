package dev.meridian.platform.testing.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The contracts of this checkout against those of the last commit of main, or of the commit that
 * {@code -Dmeridian.contracts.baseline} names.
 */
class WireCompatibilityTests {

    @Test
    void the_working_tree_breaks_nobody_who_relied_on_main() {
        Path root = Path.of(System.getProperty("meridian.root"));
        Optional<EarlierContracts> earlier =
                EarlierContracts.find(root, System.getProperty("meridian.contracts.baseline", ""));
        assumeTrue(earlier.isPresent(), "No git checkout, or no contracts at the last commit of main: not compared");
        assertThat(Compatibility.breaks(earlier.orElseThrow().files(), ContractFiles.inWorkingTree(root)))
                .as("Breaks since commit " + earlier.orElseThrow().commit() + ": make a new version instead")
                .isEmpty();
    }
}
