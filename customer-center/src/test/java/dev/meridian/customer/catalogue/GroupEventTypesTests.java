package dev.meridian.customer.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import dev.meridian.platform.json.OwnJson;
import dev.meridian.platform.testing.JsonSchemas;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The event types that are shipped: what their schemas say is what this center does. */
class GroupEventTypesTests {

    private static final long SEED = Long.getLong("meridian.prove.seed", 20260302L);
    private static final int EVENTS = Integer.getInteger("meridian.prove.seeds", 400);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    static Stream<EventSchema> types() {
        return new TreeMap<>(new GroupEventTypes().types()).values().stream();
    }

    @Test
    void the_events_marketers_ask_for_are_there() {
        assertThat(types().map(EventSchema::type))
                .contains(
                        "order.paid",
                        "order.refunded",
                        "order.cancelled",
                        "page.viewed",
                        "product.viewed",
                        "cart.added",
                        "app.login",
                        "store.visited",
                        "form.submitted",
                        "message.delivered",
                        "message.opened",
                        "message.clicked",
                        "service.requested");
    }

    @ParameterizedTest
    @MethodSource("types")
    void a_schema_is_json_schema_named_by_its_place_with_an_example_that_keeps_to_it(EventSchema schema) {
        JsonNode document = schema.document();
        assertThat(JsonSchemas.faults(JsonSchemas.standalone().dialect(), document))
                .isEmpty();
        assertThat(document.path("$id").asString())
                .isEqualTo("https://meridian.dev/events/%s.v%d.json".formatted(schema.type(), schema.version()));
        assertThat(document.path("x-title-zh").asString()).matches(".*\\p{IsHan}.*");
        assertThat(document.path("examples")).isNotEmpty();
        Schema compiled = JsonSchemas.standalone().compile(document);
        for (JsonNode example : document.path("examples").values()) {
            assertThat(JsonSchemas.faults(compiled, example)).isEmpty();
            assertThat(findings(schema, example).faults()).isEmpty();
            assertThat(findings(schema, example).undeclared()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void this_center_and_a_whole_json_schema_validator_agree_on_any_event(EventSchema schema) {
        Schema compiled = JsonSchemas.standalone().compile(schema.document());
        Random random = new Random(SEED);
        int refused = 0;
        for (int i = 0; i < EVENTS; i++) {
            ObjectNode event = event(schema.content(), random);
            List<String> theirs = JsonSchemas.faults(compiled, event);
            assertThat(findings(schema, event).faults().isEmpty())
                    .as("seed %d, %s: %s", SEED, event, theirs)
                    .isEqualTo(theirs.isEmpty());
            refused += theirs.isEmpty() ? 0 : 1;
        }
        assertThat(refused).isBetween(EVENTS / 20, EVENTS - EVENTS / 20);
    }

    @Test
    void orders_without_lines_are_what_they_were() {
        EventSchema paid = new GroupEventTypes().types().get("order.paid");

        for (String sent :
                List.of("{\"orderId\":\"1001\",\"amount\":1280.50,\"currency\":\"CNY\"}", "{\"amount\":0}", "{}")) {
            assertThat(findings(paid, OwnJson.tree(sent)).faults()).isEmpty();
        }
    }

    private static Findings findings(EventSchema schema, JsonNode properties) {
        Findings findings = new Findings();
        schema.content().check(properties, "/properties", findings);
        return findings;
    }

    /** An event that is mostly as declared. */
    private static ObjectNode event(ValueRule.Fields fields, Random random) {
        ObjectNode event = JSON.objectNode();
        for (Map.Entry<String, EventProperty> each : new TreeMap<>(fields.properties()).entrySet()) {
            boolean required = fields.required().contains(each.getKey());
            if (random.nextInt(100) < (required ? 97 : 40)) {
                event.set(each.getKey(), value(each.getValue().rule(), random));
            }
        }
        if (random.nextInt(10) == 0) {
            event.put("nobodyDeclaredThis", "x");
        }
        return event;
    }

    private static JsonNode value(ValueRule rule, Random random) {
        if (random.nextInt(25) == 0) {
            return strange(random);
        }
        return switch (rule) {
            case ValueRule.Text text
            when !text.allowed().isEmpty() ->
                JSON.stringNode(text.allowed().iterator().next());
            case ValueRule.Text text -> JSON.stringNode("t".repeat(Math.min(text.longest(), 1 + random.nextInt(9))));
            case ValueRule.Decimal number ->
                JSON.numberNode(number.least()
                        .max(BigDecimal.ONE)
                        .add(BigDecimal.valueOf(random.nextInt(90), number.scale()))
                        .min(number.most()));
            case ValueRule.Flag() -> JSON.booleanNode(random.nextBoolean());
            case ValueRule.Opaque() -> JSON.objectNode().put("free", random.nextInt());
            case ValueRule.ListOf list -> {
                ArrayNode items = JSON.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(value(list.items(), random));
                }
                yield items;
            }
            case ValueRule.Fields fields -> event(fields, random);
        };
    }

    private static JsonNode strange(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> JSON.stringNode("s".repeat(3_000));
            case 1 -> JSON.numberNode(new BigDecimal("-1e30"));
            case 2 -> JSON.numberNode(new BigDecimal("1.00000001"));
            case 3 -> JSON.booleanNode(true);
            case 4 -> JSON.arrayNode().add(1);
            default -> JSON.objectNode().put("a", 1);
        };
    }
}
