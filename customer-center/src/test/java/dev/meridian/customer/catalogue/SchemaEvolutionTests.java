package dev.meridian.customer.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.json.OwnJson;
import dev.meridian.platform.problems.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a brand may declare, and what a new version may change. */
class SchemaEvolutionTests {

    private static final String FIRST = """
            {"title": "Course finished", "x-title-zh": "课程结业", "type": "object", "required": ["courseId"],
             "properties": {
               "courseId": {"type": "string", "title": "Course", "x-title-zh": "课程", "maxLength": 64,
                            "x-personal": false, "x-shareable": true},
               "score": {"type": "number", "title": "Score", "x-title-zh": "成绩", "minimum": 0, "maximum": 100,
                         "multipleOf": 0.1, "x-personal": false, "x-shareable": true},
               "grade": {"type": "string", "title": "Grade", "x-title-zh": "等级", "enum": ["a", "b"],
                         "x-personal": false, "x-shareable": true},
               "teacher": {"type": "string", "title": "Teacher", "x-title-zh": "教师", "maxLength": 64,
                           "x-personal": true, "x-shareable": false},
               "parts": {"type": "array", "title": "Parts", "x-title-zh": "部分", "maxItems": 10,
                         "x-personal": false, "x-shareable": true,
                         "items": {"type": "object", "required": ["part"], "properties": {
                           "part": {"type": "integer", "title": "Part", "x-title-zh": "部分",
                                    "x-personal": false, "x-shareable": true}}}}}}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"maxItems\": 10|\"maxItems\": 20",
                "\"maximum\": 100|\"maximum\": 1000",
                "\"multipleOf\": 0.1|\"multipleOf\": 0.01",
                "\"enum\": [\"a\", \"b\"]|\"enum\": [\"a\", \"b\", \"c\"]",
                "\"title\": \"Score\"|\"title\": \"Points reached\"",
                "\"type\": \"integer\"|\"type\": \"number\"",
                "\"properties\": {|\"properties\": {\"room\": {\"type\": \"string\", \"title\": \"Room\","
                        + " \"x-title-zh\": \"教室\", \"x-personal\": false, \"x-shareable\": true},",
                "\"maxLength\": 64,\\n                \"x-personal\": false, \"x-shareable\": true|"
                        + "\"maxLength\": 64, \"x-personal\": false, \"x-shareable\": false"
            })
    void a_version_may_add_and_widen_and_share_less(String from, String to) {
        assertThat(breaks(from.replace("\\n", "\n"), to)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"score\"|\"points\"|/properties/score|property_removed",
                "\"maxItems\": 10|\"maxItems\": 9|/properties/parts/maxItems|narrowed",
                "\"maximum\": 100|\"maximum\": 99|/properties/score/maximum|narrowed",
                "\"minimum\": 0|\"minimum\": 1|/properties/score/minimum|narrowed",
                "\"multipleOf\": 0.1|\"multipleOf\": 1|/properties/score/multipleOf|narrowed",
                "\"enum\": [\"a\", \"b\"]|\"enum\": [\"a\"]|/properties/grade/enum|narrowed",
                "\"type\": \"integer\"|\"type\": \"string\"|/properties/parts/items/properties/part/type|retyped",
                "[\"courseId\"]|[\"courseId\", \"score\"]|/required|property_now_required",
                "[\"courseId\"]|[]|/required|property_no_longer_required",
                "\"x-personal\": true, \"x-shareable\": false|\"x-personal\": false, \"x-shareable\": false"
                        + "|/properties/teacher/x-personal|no_longer_personal",
                "\"x-personal\": true, \"x-shareable\": false|\"x-personal\": false, \"x-shareable\": true"
                        + "|/properties/teacher/x-shareable|newly_shareable",
                "\"part\": {\"type\": \"integer\"|\"piece\": {\"type\": \"integer\""
                        + "|/properties/parts/items/properties/part|property_removed"
            })
    void a_version_that_takes_away_is_refused_with_its_place(String from, String to, String pointer, String code) {
        String renamed = to.contains("piece") ? "\"part\"]" : "";
        List<FieldError> breaks = renamed.isEmpty()
                ? breaks(from, to)
                : SchemaEvolution.breaks(
                        read(FIRST), read(FIRST.replace(from, to).replace(renamed, "\"piece\"]")));
        assertThat(breaks).anySatisfy(broken -> {
            assertThat(broken.pointer()).isEqualTo(pointer);
            assertThat(broken.code()).isEqualTo(code);
        });
    }

    @Test
    void the_same_schema_takes_nothing_away() {
        assertThat(SchemaEvolution.breaks(read(FIRST), read(FIRST))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"maxLength\": 64, \"pattern\": \"(a+)+$\"",
                "\"maxLength\": 64, \"$ref\": \"https://example.com/\"",
                "\"maxLength\": -1",
                "\"maxLength\": 1e999999999",
                "\"maxLength\": 257",
                "\"maxLength\": 64, \"format\": \"regex\"",
                "\"maxLength\": 64, \"enum\": []"
            })
    void words_that_could_make_an_event_expensive_or_mean_nothing_are_refused(String instead) {
        List<FieldError> errors = new ArrayList<>();
        assertThat(SchemaReader.read(
                        OwnJson.tree(FIRST.replaceFirst(
                                "\"maxLength\": 64", java.util.regex.Matcher.quoteReplacement(instead))),
                        errors))
                .isNull();
        assertThat(errors).allSatisfy(error -> assertThat(error.pointer()).startsWith("/properties/courseId"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"x-personal\": true, \"x-shareable\": false|\"x-personal\": true, \"x-shareable\": true|personal_and_shareable",
                "\"x-personal\": true, \"x-shareable\": false|\"x-personal\": true|required",
                "\"x-personal\": true, \"x-shareable\": false|\"x-shareable\": false|required",
                "\"x-title-zh\": \"教师\", | |required",
                "\"teacher\"|\"tea\\u0000cher\"|invalid_property_name"
            })
    void a_property_says_what_it_is_and_whether_it_leaves(String from, String to, String code) {
        List<FieldError> errors = new ArrayList<>();
        assertThat(SchemaReader.read(OwnJson.tree(FIRST.replace(from, to == null ? "" : to)), errors))
                .isNull();
        assertThat(errors).anySatisfy(error -> assertThat(error.code()).isEqualTo(code));
    }

    private static List<FieldError> breaks(String from, String to) {
        String later = FIRST.replace(from, to);
        assertThat(later).isNotEqualTo(FIRST);
        return SchemaEvolution.breaks(read(FIRST), read(later));
    }

    private static ValueRule.Fields read(String schema) {
        return SchemaReader.readOwn(OwnJson.tree(schema), "course.finished");
    }
}
