package dev.meridian.platform.json;

import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * Reads a body of one JSON value or a list of them, one value at a time: only one of them is ever a tree, and how large
 * a tree may become is known before it is built. So a body costs the memory of its bytes, whatever is in it.
 */
public final class JsonElements {

    private JsonElements() {}

    /** Takes the values, in order. */
    public interface Sink {

        void value(int index, JsonNode value);

        /** A value of too many parts, which was skipped. */
        void tooComplex(int index);
    }

    /** What a body was. */
    public enum Body {
        ONE,
        LIST,
        /** A list of more values than allowed; some were given to the sink. */
        TOO_LONG_A_LIST
    }

    /**
     * Reads a body.
     *
     * @param mostElements of a list
     * @param mostTokens of each value: every bracket, name and scalar counts
     * @throws ProblemException {@code malformed_request} (400) when it is not JSON
     */
    public static Body read(byte[] body, int mostElements, int mostTokens, Sink sink) {
        try (JsonParser ahead = JsonBody.parser(body);
                JsonParser parser = JsonBody.parser(body)) {
            JsonToken first = parser.nextToken();
            JsonToken sameAhead = ahead.nextToken();
            if (first == null || sameAhead == null) {
                throw malformed();
            }
            if (first != JsonToken.START_ARRAY) {
                element(ahead, parser, 0, mostTokens, sink);
                expectEnd(parser);
                return Body.ONE;
            }
            for (int index = 0; next(parser) != JsonToken.END_ARRAY; index++) {
                if (index == mostElements) {
                    return Body.TOO_LONG_A_LIST;
                }
                JsonToken begun = next(ahead);
                if (begun.isStructEnd()) {
                    throw malformed();
                }
                element(ahead, parser, index, mostTokens, sink);
            }
            expectEnd(parser);
            return Body.LIST;
        } catch (JacksonException e) {
            throw malformed();
        }
    }

    /** Both parsers stand at the first token of the value, and afterwards at its last. */
    private static void element(JsonParser ahead, JsonParser parser, int index, int mostTokens, Sink sink) {
        int tokens = 1;
        int open = ahead.currentToken().isStructStart() ? 1 : 0;
        while (open > 0) {
            JsonToken token = next(ahead);
            tokens++;
            if (token.isStructStart()) {
                open++;
            } else if (token.isStructEnd()) {
                open--;
            }
        }
        if (tokens > mostTokens) {
            JsonParser skipped = parser.skipChildren();
            if (skipped != parser) {
                throw new IllegalStateException("A parser skips its own children");
            }
            sink.tooComplex(index);
        } else {
            sink.value(index, JsonBody.value(parser));
        }
    }

    private static JsonToken next(JsonParser parser) {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw malformed();
        }
        return token;
    }

    private static void expectEnd(JsonParser parser) {
        if (parser.nextToken() != null) {
            throw malformed();
        }
    }

    private static ProblemException malformed() {
        return new ProblemException(Problem.of(StandardProblem.MALFORMED_REQUEST));
    }
}
