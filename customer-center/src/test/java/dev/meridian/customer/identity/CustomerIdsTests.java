package dev.meridian.customer.identity;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A customer id says nothing but who is meant. */
class CustomerIdsTests {

    @Test
    void ids_are_random_uuids_that_follow_no_order() {
        List<CustomerId> ids =
                Stream.generate(CustomerIds.random()::next).limit(1_000).toList();

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(ids).allSatisfy(id -> {
            assertThat(id.value().version()).isEqualTo(4);
            assertThat(id.value().variant()).isEqualTo(2);
        });
        int risen = 0;
        for (int i = 1; i < ids.size(); i++) {
            risen += ids.get(i).compareTo(ids.get(i - 1)) > 0 ? 1 : 0;
        }
        assertThat(risen).as("neighbours that rise, of 999").isBetween(400, 600);
    }

    @Test
    void a_measurement_repeats_its_ids_from_a_seed() {
        CustomerIds once = CustomerIds.seeded(11);
        CustomerIds again = CustomerIds.seeded(11);

        assertThat(Stream.generate(once::next).limit(5).toList())
                .isEqualTo(Stream.generate(again::next).limit(5).toList());
    }

    @Test
    void nothing_that_serves_customers_makes_ids_from_a_seed() {
        JavaClasses center = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.meridian.customer");

        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(CustomerIds.class.getName())
                .should()
                .callMethod(CustomerIds.class, "seeded", long.class)
                .check(center);
    }
}
