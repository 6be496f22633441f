package dev.meridian.platform.testing.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatibilityTests {

    private static final String API = """
            openapi: 3.1.0
            paths:
              /api/things/{id}:
                get:
                  security: [{bearer: ['thing:read']}]
                  parameters:
                    - {name: id, in: path, required: true, schema: {type: string}}
                    - {name: limit, in: query, schema: {type: integer, maximum: 500}}
                  responses:
                    '200':
                      headers: {ETag: {schema: {type: string}}}
                      content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
                    '404': {description: none}
                put:
                  security: [{bearer: ['thing:write']}]
                  requestBody:
                    content: {application/json: {schema: {$ref: '#/components/schemas/Write'}}}
                  responses:
                    '204': {description: stored}
            components:
              schemas:
                Kind: {type: string, enum: [red, blue]}
                Thing:
                  type: object
                  required: [id, kind]
                  properties:
                    id: {type: string, format: uuid}
                    kind: {$ref: '#/components/schemas/Kind'}
                    count: {type: [integer, 'null']}
                    parts: {type: array, items: {$ref: '#/components/schemas/Thing'}}
                Write:
                  type: object
                  required: [kind]
                  properties:
                    kind: {$ref: '#/components/schemas/Kind'}
                    note: {type: string, maxLength: 100}
                    amount:
                      oneOf:
                        - {type: number}
                        - {type: string}
            """;
    private static final String SCHEMA = """
            {"type": "object", "additionalProperties": false, "required": ["id", "at"],
             "properties": {"id": {"type": "string", "format": "uuid"}, "at": {"type": "string"},
              "kind": {"type": "string", "enum": ["a", "b"]},
              "more": {"type": "object", "additionalProperties": {"type": "string"}}}}
            """;
    private static final String ASYNC = """
            asyncapi: 3.0.0
            channels:
              things:
                address: meridian.shop.thing
                messages: {made: {$ref: '#/components/messages/made'}}
            operations:
              tell: {action: send, channel: {$ref: '#/channels/things'}}
            components:
              messages: {made: {name: meridian.shop.thing.made.v1}}
            """;

    @Test
    void nothing_changed_is_no_break() {
        assertThat(breaks(API, API, SCHEMA, SCHEMA, ASYNC, ASYNC)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/api/things/{id}: | /api/objects/{id}: | GET /api/things/{}: is gone",
                "put: | patch: | PUT /api/things/{}: is gone",
                "name: limit | name: size | query limit: is gone",
                "{name: limit, in: query, | {name: limit, in: query, required: true, | query limit: is now required",
                "type: integer, maximum: 500 | type: integer, maximum: 100 | maximum tightened",
                "type: integer, maximum: 500 | type: boolean | type changed from [integer] to [boolean]",
                "in: path, required: true, schema: {type: string}} | in: path, required: true, schema: {type: string}}\\n        - {name: x, in: query, required: true} | new and required",
                "thing:read | thing:admin | asks for the scope thing:admin",
                "'200': | '201': | 200: is gone",
                "{ETag: {schema: {type: string}}} | {} | header ETag is gone",
                "content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}} | content: {text/csv: {}} | media type application/json is gone",
                "count: {type: [integer, 'null']} | counts: {type: integer} | /count: the property is gone",
                "count: {type: [integer, 'null']} | count: {type: [string, 'null']} | /count: type changed",
                "count: {type: [integer, 'null']} | count: {type: number} | /count: type changed",
                "required: [id, kind] | required: [kind] | /id: is no longer always there",
                "format: uuid | format: uri | /id: format changed",
                "enum: [red, blue] | enum: [red] | the value \"blue\" is gone",
                "required: [kind] | required: [kind, note] | /note: is now required",
                "maxLength: 100 | maxLength: 50 | maxLength tightened",
                "maxLength: 100 | maxLength: 100, pattern: '^x' | pattern changed",
                "note: {type: string, maxLength: 100} | text: {type: string} | /note: the property is gone",
                "requestBody: | requestBody:\\n        required: true | body: is now required",
                "- {type: string} | `` | oneOf had 2 parts, now 1"
            })
    void a_broken_http_contract_is_named(String text, String replacement, String expected) {
        String changed = API.replace(text, unescape(replacement));
        assertThat(changed).isNotEqualTo(API);
        assertThat(breaks(API, changed, SCHEMA, SCHEMA, ASYNC, ASYNC))
                .isNotEmpty()
                .anySatisfy(line -> assertThat(line).contains(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{id} | {thingId}",
                "maximum: 500 | maximum: 1000",
                "parts: {type: array | colour: {type: string}\\n        parts: {type: array",
                "maxLength: 100} | maxLength: 200}\\n        extra: {type: string}",
                "enum: [red, blue] | enum: [red, blue, green]",
                "count: {type: [integer, 'null']} | count: {type: integer}",
                "required: [id, kind] | required: [id, kind, count]",
                "'404': {description: none} | '410': {description: gone}",
                "- {type: string} | - {type: [string, boolean]}",
                "put: | delete: {responses: {'204': {description: gone}}}\\n    put:"
            })
    void an_additive_change_is_no_break(String text, String replacement) {
        String changed = API.replace(text, unescape(replacement));
        assertThat(changed).isNotEqualTo(API);
        assertThat(breaks(API, changed, SCHEMA, SCHEMA, ASYNC, ASYNC)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"at\": {\"type\": \"string\"}, | `` | /at: the property is gone",
                "[\"id\", \"at\"] | [\"id\"] | /at: is no longer always there",
                "\"at\": {\"type\": \"string\"} | \"at\": {\"type\": \"integer\"} | /at: type changed",
                "\"format\": \"uuid\" | \"format\": \"uri\" | /id: format changed",
                "[\"a\", \"b\"] | [\"a\"] | the value \"b\" is gone",
                "\"additionalProperties\": {\"type\": \"string\"} | \"additionalProperties\": {\"type\": \"number\"} | /more/*: type changed"
            })
    void an_event_changed_in_place_is_named(String text, String replacement, String expected) {
        String changed = SCHEMA.replace(text, replacement);
        assertThat(changed).isNotEqualTo(SCHEMA);
        assertThat(breaks(API, API, SCHEMA, changed, ASYNC, ASYNC))
                .anySatisfy(line -> assertThat(line).contains(expected).contains("schemas/shop/thing.made.v1.json"));
    }

    @Test
    void an_event_may_say_more() {
        String more = SCHEMA.replace("\"at\": {", "\"by\": {\"type\": \"string\"}, \"at\": {")
                .replace("[\"id\", \"at\"]", "[\"id\", \"at\", \"by\"]");
        assertThat(breaks(API, API, SCHEMA, more, ASYNC, ASYNC)).isEmpty();
    }

    @Test
    void a_new_version_beside_the_old_one_is_no_break_but_a_lost_one_is() {
        ContractFiles v1 = files(Map.of("schemas/shop/thing.made.v1.json", SCHEMA));
        ContractFiles both =
                files(Map.of("schemas/shop/thing.made.v1.json", SCHEMA, "schemas/shop/thing.made.v2.json", "{}"));
        assertThat(Compatibility.breaks(v1, both)).isEmpty();
        assertThat(Compatibility.breaks(both, v1)).containsExactly("schemas/shop/thing.made.v2.json: is gone");
    }

    @Test
    void an_event_that_is_no_longer_told_or_told_elsewhere_is_named() {
        assertThat(breaks(API, API, SCHEMA, SCHEMA, ASYNC, ASYNC.replace("action: send", "action: receive")))
                .anySatisfy(line -> assertThat(line).contains("meridian.shop.thing.made.v1: is no longer told"));
        assertThat(breaks(API, API, SCHEMA, SCHEMA, ASYNC, ASYNC.replace("address: meridian.shop", "address: other")))
                .anySatisfy(line -> assertThat(line).contains("is no longer told"));
    }

    @Test
    void a_changed_part_is_found_through_references_whose_text_is_the_same() {
        String changed = API.replace("enum: [red, blue]", "enum: [red]");
        assertThat(breaks(API, changed, SCHEMA, SCHEMA, ASYNC, ASYNC))
                .anySatisfy(line -> assertThat(line).startsWith("openapi/shop.yaml GET"))
                .anySatisfy(line -> assertThat(line).startsWith("openapi/shop.yaml PUT"));
    }

    @Test
    void closing_what_was_open_is_named() {
        String changed = API.replace(
                "    Write:\n      type: object", "    Write:\n      type: object\n      additionalProperties: false");
        assertThat(changed).isNotEqualTo(API);
        assertThat(breaks(API, changed, SCHEMA, SCHEMA, ASYNC, ASYNC))
                .anySatisfy(line -> assertThat(line).contains("no longer accepted"));
    }

    private static String unescape(String text) {
        return text.replace("\\n", "\n");
    }

    private static List<String> breaks(
            String oldApi, String newApi, String oldSchema, String newSchema, String oldAsync, String newAsync) {
        return Compatibility.breaks(all(oldApi, oldSchema, oldAsync), all(newApi, newSchema, newAsync));
    }

    private static ContractFiles all(String api, String schema, String async) {
        return files(Map.of(
                "openapi/shop.yaml", api,
                "schemas/shop/thing.made.v1.json", schema,
                "asyncapi/shop.yaml", async));
    }

    private static ContractFiles files(Map<String, String> texts) {
        Map<String, byte[]> files = new TreeMap<>();
        texts.forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
        return new ContractFiles(files);
    }
}
