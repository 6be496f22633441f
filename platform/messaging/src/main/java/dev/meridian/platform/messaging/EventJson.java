package dev.meridian.platform.messaging;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How event bodies are written and read, whatever the center does with its HTTP bodies. */
final class EventJson {

    /** Consumers are open: a producer may add a field without asking them. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private EventJson() {}

    static byte[] write(Object data) {
        return MAPPER.writeValueAsBytes(data);
    }

    static <T> T read(byte[] body, Class<T> shape) {
        return MAPPER.readValue(body, shape);
    }
}
