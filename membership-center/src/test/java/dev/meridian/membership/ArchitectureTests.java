package dev.meridian.membership;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.meridian.membership.ledger.Ledger;
import dev.meridian.platform.testing.ArchitectureRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    private static final Path SOURCES = Path.of("src/main/java/dev/meridian/membership");
    private static final Pattern WRITES_THE_LEDGER = Pattern.compile(
            "(?i)\\b(insert\\s+into|update|delete\\s+from)\\s+"
                    + "(ledger_account|account_balance|account_day|ledger_transaction|transaction_origin|posting|lot|lot_use)\\b");

    @Test
    void the_center_keeps_the_rules_of_the_house() {
        ArchitectureRules.of(MembershipCenter.class)
                .allowingTypes("enrolment", 19)
                .verify();
    }

    @Test
    void only_the_ledger_writes_its_tables() throws IOException {
        assertThat(sourcesThatWriteTheLedger())
                .isNotEmpty()
                .allSatisfy(source -> assertThat(source).startsWith(SOURCES.resolve("ledger")));
    }

    @Test
    void only_what_moves_value_may_post() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(MembershipCenter.class.getPackageName());

        ArchRuleDefinition.noClasses()
                .that()
                .resideOutsideOfPackages("..membership.ledger", "..membership.earning")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Ledger.class)
                .because("a posting without a rule behind it cannot be explained")
                .check(classes);
    }

    private static List<Path> sourcesThatWriteTheLedger() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> WRITES_THE_LEDGER.matcher(read(file)).find())
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
