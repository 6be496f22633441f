package dev.meridian.local.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProofTests {

    private static final Path ROOT = Path.of(System.getProperty("meridian.root"));

    @ParameterizedTest
    @EnumSource
    void a_proof_names_tests_that_stand_in_its_module_and_read_how_many_seeds_to_try(Proof proof) throws IOException {
        for (String module : List.of(proof.module().split(","))) {
            for (String test : proof.tests()) {
                List<Path> found = sources(module, test + ".java");
                assertThat(found).as("%s in %s", test, module).hasSize(1);
                assertThat(found.getFirst()).content().contains("meridian.prove.seeds");
            }
        }
    }

    private static List<Path> sources(String module, String file) throws IOException {
        try (Stream<Path> all = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
            return all.filter(path -> path.getFileName().toString().equals(file))
                    .toList();
        }
    }
}
