package dev.meridian.platform.json;

import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Parses request bodies without losing anything: decimals stay as written, a field given twice is refused. */
public final class JsonBody {

    private static final int DEEPEST = 32;
    private static final int LONGEST_NUMBER = 100;
    private static final int LONGEST_TEXT = 256 * 1024;
    private static final int MOST_TOKENS = 50_000;

    /** One body, one tree: its parts are counted, so that many small ones cannot fill the memory. */
    private static final JsonMapper MAPPER = JsonMapper.builder(
                    factory(constraints().maxTokenCount(MOST_TOKENS).build()))
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Reads values out of a stream of them, where the reader counts the parts. */
    private static final JsonMapper ELEMENTS = JsonMapper.builder(
                    factory(constraints().build()))
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
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

    /** A parser over a body, for {@link JsonElements}. */
    static JsonParser parser(byte[] body) {
        return ELEMENTS.createParser(body);
    }

    /** The value a parser stands at; afterwards it stands at the value's last token. */
    static JsonNode value(JsonParser parser) {
        return ELEMENTS.readTree(parser);
    }

    private static StreamReadConstraints.Builder constraints() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxNumberLength(LONGEST_NUMBER)
                .maxStringLength(LONGEST_TEXT);
    }

    private static JsonFactory factory(StreamReadConstraints constraints) {
        return JsonFactory.builder().streamReadConstraints(constraints).build();
    }
}
