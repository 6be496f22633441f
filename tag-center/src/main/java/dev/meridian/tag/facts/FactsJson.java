package dev.meridian.tag.facts;

import dev.meridian.tag.rules.Scalar;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Properties and attributes as the database keeps them; decimals stay the decimals they are. */
final class FactsJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};
    private static final TypeReference<Map<String, CustomerEvent.Attribute>> ATTRIBUTES = new TypeReference<>() {};

    private FactsJson() {}

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    static Map<String, Scalar> scalars(String json) {
        Map<String, Scalar> scalars = new HashMap<>();
        MAPPER.readValue(json, VALUES)
                .forEach((name, value) -> Scalar.of(value).ifPresent(scalar -> scalars.put(name, scalar)));
        return scalars;
    }

    static Map<String, CustomerEvent.Attribute> attributes(String json) {
        return MAPPER.readValue(json, ATTRIBUTES);
    }

    static Map<String, CustomerRecord.Observed> observed(String json) {
        Map<String, CustomerRecord.Observed> observed = new HashMap<>();
        attributes(json)
                .forEach((name, attribute) -> Scalar.of(attribute.value())
                        .ifPresent(scalar ->
                                observed.put(name, new CustomerRecord.Observed(scalar, attribute.observedAt()))));
        return observed;
    }
}
