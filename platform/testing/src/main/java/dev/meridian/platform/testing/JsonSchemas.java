package dev.meridian.platform.testing;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.DisallowUnknownKeywordFactory;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** JSON Schema 2020-12 with formats asserted; only schemas that are known beforehand can be referred to. */
public final class JsonSchemas {

    /** What {@code $schema} of every schema names. */
    public static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    /** What OpenAPI 3.1 adds to schemas, and where the schemas of its document live. */
    private static final List<String> OPEN_API_WORDS =
            List.of("components", "discriminator", "example", "externalDocs", "xml");

    /** What events say of their properties beyond their shape. */
    private static final List<String> EVENT_WORDS = List.of("x-title-zh", "x-unit", "x-personal", "x-shareable");

    /** A keyword nobody knows is a slip of the pen, such as a description cut off at its comma, and an error. */
    private static final Dialect STRICT = Dialect.builder(Dialects.getDraft202012())
            .keywords(Stream.concat(OPEN_API_WORDS.stream(), EVENT_WORDS.stream())
                    .map(NonValidationKeyword::new)
                    .toList())
            .unknownKeywordFactory(DisallowUnknownKeywordFactory.getInstance())
            .build();

    private final SchemaRegistry registry;

    /** @param known the text of a schema by its {@code $id}, or null where it is unknown */
    public JsonSchemas(Function<String, @Nullable String> known) {
        registry = SchemaRegistry.withDialect(STRICT, builder -> {
            builder.schemas(known::apply);
            builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                    .formatAssertionsEnabled(true)
                    .locale(Locale.ROOT)
                    .build());
        });
    }

    /** Without any schema to refer to but the one at hand. */
    public static JsonSchemas standalone() {
        return new JsonSchemas(id -> null);
    }

    /** Reads a schema; references are followed at first use. */
    public Schema compile(JsonNode schema) {
        return registry.getSchema(schema);
    }

    /** The schema of schemas. */
    public Schema dialect() {
        return registry.getSchema(SchemaLocation.of(DIALECT));
    }

    /** What is wrong with a value, one line each, beginning with the JSON pointer. */
    public static List<String> faults(Schema schema, JsonNode value) {
        return schema.validate(value).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }
}
