package dev.meridian.platform.testing;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** JSON Schema 2020-12 with formats asserted, never fetched from the network. */
final class JsonSchemas {

    static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private final SchemaRegistry registry;

    /** @param known the text of a schema by its {@code $id}, or null where it is unknown */
    JsonSchemas(Function<String, @Nullable String> known) {
        registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12, builder -> {
            builder.schemas(known::apply);
            builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                    .formatAssertionsEnabled(true)
                    .locale(Locale.ROOT)
                    .build());
        });
    }

    /** Without any schema to refer to but the one at hand. */
    static JsonSchemas standalone() {
        return new JsonSchemas(id -> null);
    }

    Schema compile(JsonNode schema) {
        return registry.getSchema(schema);
    }

    /** What is wrong with a value, one line each, beginning with the JSON pointer. */
    static List<String> faults(Schema schema, JsonNode value) {
        return schema.validate(value).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }
}
