package dev.meridian.platform.testing.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReleasedContractsTests {

    private static final String FILE = "schemas/shop/thing.made.v1.json";
    private static final String BREAK = FILE + " /at: the property is gone";
    private static final ContractFiles PROMISED = files("""
            {"type": "object", "required": ["id"],
             "properties": {"id": {"type": "string"}, "at": {"type": "string"}}}
            """);
    private static final ContractFiles BROKEN = files("""
            {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
            """);

    @Test
    void a_break_is_named_by_file_and_line() {
        assertThat(release("0.1.0", "").objections(BROKEN)).containsExactly(BREAK);
    }

    @Test
    void before_1_0_a_break_with_a_reason_is_permitted() {
        assertThat(release("0.1.0", BREAK + "\n  nobody read it").objections(BROKEN))
                .isEmpty();
        assertThat(release("0.9.3", FILE + " *\n  made anew,\n  as its ADR says")
                        .objections(BROKEN))
                .isEmpty();
    }

    @Test
    void from_1_0_on_no_reason_permits_a_break() {
        assertThat(release("1.0.0", BREAK + "\n  nobody read it").objections(BROKEN))
                .containsExactly(BREAK);
    }

    @Test
    void an_entry_that_permits_nothing_is_an_objection() {
        assertThat(release("0.1.0", "# as it was\n" + BREAK + "\n  nobody read it")
                        .objections(PROMISED))
                .containsExactly("contracts/released/CHANGES permits what is not broken: " + BREAK);
    }

    @Test
    void an_entry_says_why() {
        assertThatThrownBy(() -> PermittedBreaks.parse(BREAK)).hasMessageContaining("no reason is given for: " + BREAK);
        assertThatThrownBy(() -> PermittedBreaks.parse("  because")).hasMessageContaining("without an entry");
        assertThat(PermittedBreaks.parse("# a\n\n" + BREAK + "\n  because\n  of that\n")
                        .entries())
                .isEqualTo(List.of(new PermittedBreaks.Entry(BREAK, "because of that")));
    }

    @Test
    void the_released_contracts_of_this_checkout_are_whole() {
        Path root = Path.of(System.getProperty("meridian.root"));
        ReleasedContracts released = ReleasedContracts.of(root);
        assertThat(released.version()).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(released.files().in("openapi")).isNotEmpty();
        assertThat(released.files().in("schemas")).isNotEmpty();
        assertThat(released.files().in("asyncapi")).isNotEmpty();
    }

    private static ReleasedContracts release(String version, String changes) {
        return new ReleasedContracts(version, PROMISED, PermittedBreaks.parse(changes));
    }

    private static ContractFiles files(String schema) {
        return new ContractFiles(Map.of(FILE, schema.getBytes(StandardCharsets.UTF_8)));
    }
}
