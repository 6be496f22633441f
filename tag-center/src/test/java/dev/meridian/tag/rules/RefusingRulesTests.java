package dev.meridian.tag.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.problems.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class RefusingRulesTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @ParameterizedTest
    @MethodSource("badRules")
    void a_bad_rule_is_refused_where_it_is_bad(String rule, String pointer, String code) {
        assertThat(faults(JSON.readValue(rule, Object.class)))
                .extracting(FieldError::pointer, FieldError::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(pointer, code));
    }

    static Stream<Arguments> badRules() {
        String count = "'event':'order.paid','measure':'count','is':{'gt':3}";
        return Stream.of(
                bad("null", "/rule", "required"),
                bad("[]", "/rule", "not_an_object"),
                bad("{}", "/rule", "no_condition"),
                bad("{'nope':1}", "/rule/nope", "unknown_condition"),
                bad("{'all':[{'segment':'x'}]}", "/rule/all/0/segment", "unsupported_condition"),
                bad("{'membership':{'program':'p'}}", "/rule/membership", "unsupported_condition"),
                bad("{'tag':'t','is':{'eq':1}}", "/rule/tag", "unsupported_condition"),
                bad("{'all':[],'any':[]}", "/rule", "ambiguous_condition"),
                bad("{'all':[]}", "/rule/all", "empty_list"),
                bad("{'any':{}}", "/rule/any", "not_a_list"),
                bad("{'not':null}", "/rule/not", "required"),
                bad("{'not':{'attribute':'a','is':{'eq':1}},'x':1}", "/rule/x", "unknown_field"),
                bad("{'attribute':7,'is':{'eq':1}}", "/rule/attribute", "not_a_name"),
                bad("{'attribute':'a'}", "/rule/is", "required"),
                bad("{'attribute':'a','is':{}}", "/rule/is", "no_comparator"),
                bad("{'attribute':'a','is':{'like':'x'}}", "/rule/is/like", "unknown_comparator"),
                bad("{'attribute':'a','is':{'eq':null}}", "/rule/is/eq", "wrong_operand"),
                bad("{'attribute':'a','is':{'eq':[1]}}", "/rule/is/eq", "wrong_operand"),
                bad("{'attribute':'a','is':{'gt':'soon'}}", "/rule/is/gt", "wrong_operand"),
                bad("{'attribute':'a','is':{'gt':true}}", "/rule/is/gt", "wrong_operand"),
                bad("{'attribute':'a','is':{'gt':1e400}}", "/rule/is/gt", "wrong_operand"),
                bad("{'attribute':'a','is':{'in':'x'}}", "/rule/is/in", "not_a_list"),
                bad("{'attribute':'a','is':{'in':[]}}", "/rule/is/in", "empty_list"),
                bad("{'attribute':'a','is':{'in':['x',{}]}}", "/rule/is/in/1", "wrong_operand"),
                bad("{'attribute':'a','is':{'between':[1]}}", "/rule/is/between", "wrong_operand"),
                bad("{'attribute':'a','is':{'between':[2,1]}}", "/rule/is/between", "range_reversed"),
                bad("{'attribute':'a','is':{'between':[1,'2026-01-01']}}", "/rule/is/between", "wrong_operand"),
                bad("{'attribute':'a','is':{'exists':'yes'}}", "/rule/is/exists", "wrong_operand"),
                bad("{'attribute':'a','is':{'contains':3}}", "/rule/is/contains", "wrong_operand"),
                bad("{'attribute':'a/b~c','is':{'startsWith':''}}", "/rule/is/startsWith", "wrong_operand"),
                bad("{'activity':7}", "/rule/activity", "not_an_object"),
                bad("{'activity':{'measure':'count','is':{'gt':3}}}", "/rule/activity/event", "required"),
                bad(
                        "{'activity':{'event':'Order','measure':'count','is':{'gt':3}}}",
                        "/rule/activity/event",
                        "bad_event_type"),
                bad("{'activity':{'event':'a.b','is':{'gt':3}}}", "/rule/activity/measure", "required"),
                bad(
                        "{'activity':{'event':'a.b','measure':'max','of':'x','is':{'gt':3}}}",
                        "/rule/activity/measure",
                        "unknown_measure"),
                bad(
                        "{'activity':{'event':'a.b','measure':'sum','is':{'gt':3}}}",
                        "/rule/activity/of",
                        "property_required"),
                bad("{'activity':{" + count + ",'of':'amount'}}", "/rule/activity/of", "property_not_allowed"),
                bad("{'activity':{" + count + ",'extra/one':1}}", "/rule/activity/extra~1one", "unknown_field"),
                bad("{'activity':{" + count + ",'within':3}}", "/rule/activity/within", "bad_window"),
                bad("{'activity':{" + count + ",'within':'three months'}}", "/rule/activity/within", "bad_window"),
                bad("{'activity':{" + count + ",'within':'P'}}", "/rule/activity/within", "bad_window"),
                bad("{'activity':{" + count + ",'within':'-P3M'}}", "/rule/activity/within", "negative_duration"),
                bad("{'activity':{" + count + ",'within':'P-3M'}}", "/rule/activity/within", "negative_duration"),
                bad("{'activity':{" + count + ",'within':'PT-3H'}}", "/rule/activity/within", "negative_duration"),
                bad("{'activity':{" + count + ",'within':'P0D'}}", "/rule/activity/within", "negative_duration"),
                bad("{'activity':{" + count + ",'within':'P101Y'}}", "/rule/activity/within", "window_too_long"),
                bad("{'activity':{" + count + ",'within':'P999999999999Y'}}", "/rule/activity/within", "bad_window"),
                bad(
                        "{'activity':{" + count + ",'within':'P1D','between':['2026-01-01','2026-02-01']}}",
                        "/rule/activity/between",
                        "two_windows"),
                bad("{'activity':{" + count + ",'between':['2026-01-01']}}", "/rule/activity/between", "bad_window"),
                bad(
                        "{'activity':{" + count + ",'between':['2026-01-01','later']}}",
                        "/rule/activity/between/1",
                        "bad_window"),
                bad(
                        "{'activity':{" + count + ",'between':['2026-02-01','2026-01-01']}}",
                        "/rule/activity/between",
                        "window_reversed"),
                bad("{'activity':{" + count + ",'where':[]}}", "/rule/activity/where", "not_an_object"),
                bad(
                        "{'activity':{" + count + ",'where':{'channel':'app'}}}",
                        "/rule/activity/where/channel",
                        "not_an_object"),
                bad(
                        "{'activity':{" + count + ",'where':{'channel':{'is':'app'}}}}",
                        "/rule/activity/where/channel/is",
                        "unknown_comparator"),
                bad(
                        "{'activity':{'event':'a.b','measure':'count','is':{'contains':'3'}}}",
                        "/rule/activity/is/contains",
                        "comparator_not_for_measures"),
                bad(
                        "{'activity':{'event':'a.b','measure':'count','is':{'eq':'3'}}}",
                        "/rule/activity/is/eq",
                        "wrong_operand"),
                bad(
                        "{'activity':{'event':'a.b','measure':'count','is':{'gt':'2026-01-01'}}}",
                        "/rule/activity/is/gt",
                        "wrong_operand"));
    }

    private static Arguments bad(String rule, String pointer, String code) {
        return Arguments.of(rule.replace('\'', '"'), pointer, code);
    }

    @Test
    void every_fault_of_a_rule_is_found_in_one_reading() {
        Map<String, Object> rule = Map.of(
                "all",
                List.of(Map.of("nope", 1), Map.of("attribute", "a", "is", Map.of("like", 1)), Map.of("segment", "s")));
        assertThat(faults(rule))
                .extracting(FieldError::pointer)
                .containsExactly("/rule/all/0/nope", "/rule/all/1/is/like", "/rule/all/2/segment");
    }

    @Test
    void a_rule_may_nest_10_deep_and_no_deeper() {
        assertThat(RuleParser.parse(nested(10), "/rule")).isInstanceOf(RuleReading.Accepted.class);
        assertThat(faults(nested(11))).extracting(FieldError::code).containsExactly("rule_too_deep");
        assertThat(faults(nested(400))).extracting(FieldError::code).containsExactly("rule_too_deep");
    }

    @Test
    void a_rule_may_have_100_conditions_and_no_more() {
        assertThat(RuleParser.parse(wide(100), "/rule")).isInstanceOf(RuleReading.Accepted.class);
        assertThat(faults(wide(101))).extracting(FieldError::code).containsExactly("rule_too_large");
        assertThat(faults(wide(5_000))).extracting(FieldError::code).containsExactly("rule_too_large");
    }

    private static Object nested(int depth) {
        Object rule = Map.of("attribute", "a", "is", Map.of("eq", 1));
        for (int i = 1; i < depth; i++) {
            rule = Map.of("not", rule);
        }
        return rule;
    }

    private static Object wide(int conditions) {
        List<Object> parts = new ArrayList<>();
        for (int i = 1; i < conditions; i++) {
            parts.add(Map.of("attribute", "a", "is", Map.of("eq", i)));
        }
        return Map.of("any", parts);
    }

    private static List<FieldError> faults(Object rule) {
        RuleReading reading = RuleParser.parse(rule, "/rule");
        assertThat(reading).isInstanceOf(RuleReading.Refused.class);
        return ((RuleReading.Refused) reading).faults();
    }
}
