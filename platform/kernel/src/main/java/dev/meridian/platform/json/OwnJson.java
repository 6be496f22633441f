package dev.meridian.platform.json;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON that Meridian wrote itself, in rows and in events: decimals stay the decimals they are, whatever a center does
 * with its HTTP bodies. Readers are open: a later release may have added a field.
 */
public final class OwnJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private OwnJson() {}

    /** The JSON text of a value. */
    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** The same in UTF-8. */
    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** The text as a tree. */
    public static JsonNode tree(String json) {
        return MAPPER.readTree(json);
    }

    /** The text as a value of this shape. */
    public static <T> T read(String json, TypeReference<T> shape) {
        return MAPPER.readValue(json, shape);
    }

    /** The text as a value of this shape. */
    public static <T> T read(String json, Class<T> shape) {
        return MAPPER.readValue(json, shape);
    }

    /** The UTF-8 text as a value of this shape. */
    public static <T> T read(byte[] json, Class<T> shape) {
        return MAPPER.readValue(json, shape);
    }
}
