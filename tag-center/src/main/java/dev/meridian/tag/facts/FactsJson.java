package dev.meridian.tag.facts;

import dev.meridian.platform.json.OwnJson;
import dev.meridian.tag.rules.Scalar;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.type.TypeReference;

/** Properties and attributes as the database keeps them; decimals stay the decimals they are. */
final class FactsJson {

    private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};
    private static final TypeReference<Map<String, CustomerEvent.Attribute>> ATTRIBUTES = new TypeReference<>() {};

    private FactsJson() {}

    static String write(Object value) {
        return OwnJson.write(value);
    }

    static Map<String, Scalar> scalars(String json) {
        Map<String, Scalar> scalars = new HashMap<>();
        OwnJson.read(json, VALUES)
                .forEach((name, value) -> Scalar.of(value).ifPresent(scalar -> scalars.put(name, scalar)));
        return scalars;
    }

    static Map<String, CustomerEvent.Attribute> attributes(String json) {
        return OwnJson.read(json, ATTRIBUTES);
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
