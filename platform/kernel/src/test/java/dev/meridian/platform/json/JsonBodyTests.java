package dev.meridian.platform.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.meridian.platform.problems.FieldError;
import dev.meridian.platform.problems.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JsonBodyTests {

    @Test
    void a_decimal_stays_as_it_was_written() {
        JsonNode body = JsonBody.parse("{\"amount\": 0.30000000000000000004}".getBytes(UTF_8));

        assertThat(body.get("amount").decimalValue()).isEqualByComparingTo("0.30000000000000000004");
        assertThat(OwnJson.write(body)).isEqualTo("{\"amount\":0.30000000000000000004}");
        assertThat(OwnJson.tree(OwnJson.write(body))).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":2}", "{} {}", "{\"a\":", "NaN", "[1,]"})
    void what_could_be_read_in_two_ways_is_refused(String body) {
        assertThatThrownBy(() -> JsonBody.parse(body.getBytes(UTF_8))).isInstanceOf(ProblemException.class);
    }

    @Test
    void what_would_fill_the_memory_is_refused() {
        String deep = "[".repeat(33) + "]".repeat(33);
        String wide = "[" + "0,".repeat(50_000) + "0]";

        assertThatThrownBy(() -> JsonBody.parse(deep.getBytes(UTF_8))).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> JsonBody.parse(wide.getBytes(UTF_8))).isInstanceOf(ProblemException.class);
    }

    @Test
    void one_answer_names_all_faults_with_where_they_are() {
        List<FieldError> errors = new ArrayList<>();
        JsonFields fields = new JsonFields(
                JsonBody.parse("{\"name\":3,\"a/b\":1,\"note\":\"\\u0000\"}".getBytes(UTF_8)), "/item", errors);

        fields.refuseOthers(Set.of("name", "note", "kind"));
        assertThat(fields.text("name", 10)).isNull();
        assertThat(fields.text("note", 10)).isNull();
        assertThat(fields.text("kind", 10)).isNull();

        assertThat(errors)
                .extracting(FieldError::pointer, FieldError::code)
                .containsExactly(
                        tuple("/item/a~1b", "unknown_field"),
                        tuple("/item/name", "wrong_type"),
                        tuple("/item/note", "invalid_character"),
                        tuple("/item/kind", "required"));
    }

    @Test
    void a_list_is_read_value_by_value_and_a_value_of_too_many_parts_is_passed_by() {
        List<String> seen = new ArrayList<>();
        JsonElements.Sink sink = new JsonElements.Sink() {
            @Override
            public void value(int index, JsonNode value) {
                seen.add(index + "=" + value);
            }

            @Override
            public void tooComplex(int index) {
                seen.add(index + " left out");
            }
        };

        assertThat(JsonElements.read("[1, [2,3,4,5], {\"a\":6}]".getBytes(UTF_8), 3, 5, sink))
                .isEqualTo(JsonElements.Body.LIST);
        assertThat(seen).containsExactly("0=1", "1 left out", "2={\"a\":6}");
        assertThat(JsonElements.read("[1,2]".getBytes(UTF_8), 1, 5, sink)).isEqualTo(JsonElements.Body.TOO_LONG_A_LIST);
        assertThat(JsonElements.read("{}".getBytes(UTF_8), 1, 5, sink)).isEqualTo(JsonElements.Body.ONE);
    }
}
