package dev.meridian.customer.wire;

import dev.meridian.platform.kernel.Problem;
import dev.meridian.platform.kernel.ProblemException;
import dev.meridian.platform.kernel.StandardProblem;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Parses request bodies without losing anything: decimals stay as written, a field given twice is refused. */
public final class JsonBody {

    private static final int DEEPEST = 32;
    private static final int LONGEST_NUMBER = 100;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(LONGEST_NUMBER)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonBody() {}

    /**
     * Parses a body.
     *
     * @throws ProblemException {@code malformed_request} (400) when it is not JSON
     */
    public static JsonNode parse(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw new ProblemException(Problem.of(StandardProblem.MALFORMED_REQUEST));
        }
    }

    /** Parses JSON that this center wrote itself. */
    public static JsonNode parseOwn(String json) {
        return MAPPER.readTree(json);
    }

    /** The JSON text of a value. */
    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }
}
