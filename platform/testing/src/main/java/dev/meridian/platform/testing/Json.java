package dev.meridian.platform.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The one way JSON and YAML are read here: decimals exactly, nothing left behind the document. */
final class Json {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    private Json() {}

    static JsonNode parse(byte[] json) {
        return MAPPER.readTree(json);
    }

    static JsonNode parse(String json) {
        return MAPPER.readTree(json);
    }

    static JsonNode parseYaml(byte[] yaml) {
        return YAML.readTree(yaml);
    }

    /** The bytes of a class path resource, or null where there is none. */
    static byte @Nullable [] resource(String path) {
        try (InputStream in = Json.class.getClassLoader().getResourceAsStream(path)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
