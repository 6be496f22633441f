package dev.meridian.customer.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.json.OwnJson;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What other centers are told of an event: what is declared shareable, and nothing else, whatever was sent. */
class SharedPropertiesTests {

    private static final long SEED = Long.getLong("meridian.prove.seed", 17L);
    private static final int EVENTS = Integer.getInteger("meridian.prove.seeds", 2_000);
    private static final String CANARY = "canary-13800138000@secret.example";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final BrandCatalogue catalogue =
            new BrandCatalogue(UndeclaredPolicy.PRIVATE, new GroupEventTypes().types(), 0);

    @Test
    void lines_travel_with_what_is_shareable_in_them() {
        JsonNode sent = OwnJson.tree("""
                {"orderId": "1", "amount": 30.10, "buyer": "李雷", "note": "ring twice",
                 "lines": [{"lineId": "1", "sku": "A", "category": "c", "quantity": 1, "amount": 30.10,
                            "engraving": "for 韩梅梅"}]}
                """);

        BrandCatalogue.Split split = catalogue.split("order.paid", sent);

        assertThat(split.shared()).isEqualTo(OwnJson.tree("""
                {"orderId": "1", "amount": 30.10,
                 "lines": [{"lineId": "1", "sku": "A", "category": "c", "quantity": 1, "amount": 30.10}]}
                """));
        assertThat(split.withheld().propertyNames()).containsExactlyInAnyOrder("buyer", "note", "lines");
        assertThat(whole(split)).isEqualTo(sent);
    }

    @Test
    void of_a_type_that_nobody_declared_nothing_is_told() {
        JsonNode sent = OwnJson.tree("{\"amount\": 1200.50, \"orderNo\": \"2026000117\", \"gift\": true}");

        assertThat(catalogue.split("thing.done", sent).shared()).isEmpty();
        assertThat(catalogue.split("thing.done", sent).withheld()).isEqualTo(sent);
        assertThat(catalogue.version("thing.done")).isEmpty();
    }

    @Test
    void a_value_that_is_not_as_declared_stays() {
        JsonNode sent = OwnJson.tree("{\"amount\": \"" + CANARY + "\", \"orderId\": [\"" + CANARY + "\"]}");

        assertThat(catalogue.split("order.paid", sent).shared()).isEmpty();
    }

    @Test
    void wherever_a_personal_value_stands_that_is_not_declared_shareable_it_never_leaves() {
        Random random = new Random(SEED);
        List<EventSchema> types = List.copyOf(new TreeMap<>(catalogue.types()).values());
        for (int i = 0; i < EVENTS; i++) {
            EventSchema schema = types.get(random.nextInt(types.size()));
            ObjectNode sent = event(schema.content(), random);

            BrandCatalogue.Split split = catalogue.split(schema.type(), sent);

            assertThat(split.shared().toString()).as("seed %d, %s", SEED, sent).doesNotContain(CANARY);
            assertThat(whole(split)).as("seed %d", SEED).isEqualTo(sent);
        }
    }

    /** Canaries wherever the schema does not say that they may leave: undeclared, private, and of another type. */
    private static ObjectNode event(ValueRule.Fields fields, Random random) {
        ObjectNode event = JSON.objectNode();
        for (Map.Entry<String, EventProperty> each : new TreeMap<>(fields.properties()).entrySet()) {
            if (random.nextBoolean()) {
                event.set(each.getKey(), value(each.getValue(), random));
            }
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            event.set("extra" + i + random.nextInt(99), canary(random));
        }
        return event;
    }

    private static JsonNode value(EventProperty property, Random random) {
        if (!property.shareable()) {
            return canary(random);
        }
        return switch (property.rule()) {
            case ValueRule.Text text when text.allowed().isEmpty() -> JSON.stringNode("plain");
            case ValueRule.ListOf(ValueRule.Fields fields, int _) -> {
                ArrayNode items = JSON.arrayNode();
                for (int i = random.nextInt(3); i > 0; i--) {
                    items.add(random.nextInt(5) == 0 ? canary(random) : event(fields, random));
                }
                yield items;
            }
            default -> canary(random);
        };
    }

    private static JsonNode canary(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> JSON.stringNode(CANARY);
            case 1 -> JSON.arrayNode().add(CANARY);
            default -> JSON.objectNode().put("inner", CANARY);
        };
    }

    private static ObjectNode whole(BrandCatalogue.Split split) {
        ObjectNode whole = split.shared().deepCopy();
        JsonNode merged = whole.setAll(split.withheld());
        assertThat(merged).isSameAs(whole);
        return whole;
    }
}
