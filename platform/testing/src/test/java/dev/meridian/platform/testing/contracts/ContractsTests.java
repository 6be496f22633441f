package dev.meridian.platform.testing.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import dev.meridian.platform.testing.EventContracts;
import dev.meridian.platform.testing.JsonSchemas;
import dev.meridian.platform.testing.OpenApiContract;
import dev.meridian.platform.testing.Operation;
import dev.meridian.platform.testing.contracts.Documents.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The contracts of this checkout are whole: each document can be read, followed and believed. */
class ContractsTests {

    private static final ContractFiles FILES =
            ContractFiles.inWorkingTree(Path.of(System.getProperty("meridian.root")));
    private static final Documents DOCUMENTS = new Documents(FILES);
    private static final JsonSchemas SCHEMAS = new JsonSchemas(ContractsTests::schemaText);
    private static final Schema META_SCHEMA = JsonSchemas.standalone().dialect();
    private static final String PROBLEM = "application/problem+json";
    private static final Set<String> SCOPES = Set.of(
            "customer:read",
            "customer:write",
            "event:write",
            "event:admin",
            "member:read",
            "points:write",
            "coupon:write",
            "tag:write",
            "segment:read",
            "segment:write",
            "identity:admin",
            "platform:admin");

    static Stream<String> schemas() {
        return FILES.in("schemas").stream();
    }

    static Stream<String> examples() {
        return FILES.in("examples").stream();
    }

    static Stream<String> asyncApis() {
        return FILES.in("asyncapi").stream();
    }

    static Stream<String> openApis() {
        return FILES.in("openapi").stream();
    }

    static Stream<Operation> operations() {
        return openApis().flatMap(file -> contract(file).operations().stream());
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void a_schema_is_valid_closed_and_named_by_its_place(String file) {
        JsonNode schema = FILES.read(file);
        assertThat(JsonSchemas.faults(META_SCHEMA, schema)).isEmpty();
        assertThat(schema.path("$schema").asString("")).isEqualTo(JsonSchemas.DIALECT);
        assertThat(schema.path("$id").asString("")).isEqualTo(EventContracts.SCHEMA_BASE + file);
        assertThat(schema.path("title").asString("")).isNotBlank();
        assertThat(file).matches("schemas/(customer|membership|tag|identity)/[a-z_]+(\\.[a-z_]+)+\\.v[1-9]\\d*\\.json");
        assertThat(openObjects("", schema)).isEmpty();
        refsResolve(DOCUMENTS.open(file), false);
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void a_schema_has_an_example(String file) {
        assertThat(FILES.in(exampleFolder(file))).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_example_keeps_to_its_schema(String file) {
        String schema = "schemas" + file.substring("examples".length(), file.lastIndexOf('/')) + ".json";
        assertThat(FILES.has(schema)).as(schema).isTrue();
        assertThat(JsonSchemas.faults(SCHEMAS.compile(FILES.read(schema)), FILES.read(file)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("asyncApis")
    void an_asyncapi_document_is_of_version_3_and_its_references_resolve(String file) {
        Place document = DOCUMENTS.open(file);
        assertThat(document.node().path("asyncapi").asString("")).startsWith("3.0");
        refsResolve(document, true);
    }

    @ParameterizedTest
    @MethodSource("asyncApis")
    void every_message_is_an_event_type_with_its_own_schema(String file) {
        for (JsonNode message :
                FILES.read(file).path("components").path("messages").values()) {
            String type = message.path("name").asString("");
            JsonNode payload = message.path("payload");
            String reference = payload.path("schema")
                    .path("$ref")
                    .asString(payload.path("$ref").asString(""));
            assertThat(type).matches("meridian\\.[a-z]+(\\.[a-z_]+){2,}\\.v[1-9]\\d*");
            assertThat(DOCUMENTS.target(file, reference).file()).isEqualTo(schemaOf(type));
        }
    }

    /** What others write at a center's door, as requests to it, is in the contract of the one who takes it. */
    @Test
    void every_schema_is_told_by_exactly_one_center_or_taken_at_the_door_of_one() {
        List<String> told = schemas("send");
        List<String> taken = schemas("receive");
        taken.removeAll(told);
        assertThat(Stream.concat(told.stream(), taken.stream()))
                .containsExactlyInAnyOrderElementsOf(FILES.in("schemas"));
    }

    private static List<String> schemas(String action) {
        List<String> schemas = new ArrayList<>();
        asyncApis().forEach(file -> {
            for (JsonNode operation : FILES.read(file).path("operations").values()) {
                if (operation.path("action").asString().equals(action)) {
                    Place channel = DOCUMENTS.resolve(new Place(file, operation.path("channel")));
                    channel.node()
                            .path("messages")
                            .values()
                            .forEach(message -> schemas.add(schemaOf(DOCUMENTS
                                    .resolve(new Place(file, message))
                                    .node()
                                    .path("name")
                                    .asString())));
                }
            }
        });
        return schemas;
    }

    @ParameterizedTest
    @MethodSource("openApis")
    void an_openapi_document_is_of_version_3_1_and_its_references_resolve(String file) {
        Place document = DOCUMENTS.open(file);
        assertThat(document.node().path("openapi").asString("")).startsWith("3.1");
        assertThat(document.node().path("info").path("title").asString("")).isNotBlank();
        refsResolve(document, true);
        for (Map.Entry<String, JsonNode> schema :
                document.node().path("components").path("schemas").properties()) {
            assertThat(JsonSchemas.faults(META_SCHEMA, schema.getValue()))
                    .as(schema.getKey())
                    .isEmpty();
        }
    }

    @Test
    void operations_have_names_of_their_own_across_all_documents() {
        assertThat(operations()
                        .map(each -> each.definition().path("operationId").asString("")))
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).isNotBlank());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void an_operation_says_what_it_does_and_which_scope_it_asks_for(Operation operation) {
        JsonNode definition = operation.definition();
        assertThat(definition.path("summary").asString("")).isNotBlank();
        assertThat(definition.path("security").isArray()).as("security").isTrue();
        boolean open = definition.path("security").isEmpty();
        Set<String> scopes = OpenApiComparison.scopes(new Place("", definition));
        assertThat(SCOPES).containsAll(scopes);
        // What is open to everybody says so by an empty list; what a signed-in end user may call needs no scope.
        assertThat(open || !scopes.isEmpty() || operation.path().startsWith("/api/me/"))
                .as("scope")
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void an_operation_documents_its_problems(Operation operation) {
        JsonNode responses = operation.definition().path("responses");
        boolean byDefault =
                isProblem(operation, responses.path("default")) || isProblem(operation, responses.path("4XX"));
        boolean open = operation.definition().path("security").isEmpty();
        if (!byDefault && !open) {
            assertThat(isProblem(operation, responses.path("401"))).as("401").isTrue();
            assertThat(isProblem(operation, responses.path("403"))).as("403").isTrue();
        }
        if (!byDefault && !operation.variables().isEmpty()) {
            assertThat(isProblem(operation, responses.path("404"))).as("404").isTrue();
        }
        for (Map.Entry<String, JsonNode> response : responses.properties()) {
            if (response.getKey().matches("[45].*")) {
                assertThat(isProblem(operation, response.getValue()))
                        .as(response.getKey())
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void an_operation_shows_valid_examples_of_what_goes_in_and_comes_out(Operation operation) {
        assertThat(shows(operation, operation.requestBody(), "request"))
                .as("example of the request")
                .isTrue();
        List<Boolean> shown = new ArrayList<>();
        for (Map.Entry<String, JsonNode> written :
                operation.definition().path("responses").properties()) {
            JsonNode response = resolve(operation, written.getValue());
            if (written.getKey().startsWith("2")) {
                assertThat(response.path("description").asString("")).isNotBlank();
                shown.add(shows(operation, response, written.getKey()));
            }
        }
        // What is answered no more, such as a call that moved, has only refusals.
        if (!shown.isEmpty() || !operation.definition().path("deprecated").asBoolean(false)) {
            assertThat(shown).as("example of an answer").contains(true);
        }
    }

    /** Whether a body has an example; there is nothing to show where there is no JSON. */
    private static boolean shows(Operation operation, JsonNode body, String where) {
        boolean shown = true;
        for (Map.Entry<String, JsonNode> media : body.path("content").properties()) {
            if (media.getKey().contains("json")) {
                Optional<JsonNode> example = operation.example(media.getValue());
                shown &= example.isPresent();
                ObjectNode schema =
                        operation.contract().standalone(media.getValue().path("schema"));
                example.ifPresent(value -> assertThat(
                                JsonSchemas.faults(JsonSchemas.standalone().compile(schema), value))
                        .as(where)
                        .isEmpty());
            }
        }
        return shown;
    }

    private static boolean isProblem(Operation operation, JsonNode response) {
        return resolve(operation, response).path("content").has(PROBLEM);
    }

    private static JsonNode resolve(Operation operation, JsonNode node) {
        return operation.contract().resolve(node);
    }

    private static OpenApiContract contract(String file) {
        return OpenApiContract.parse(file, FILES.files().get(file));
    }

    /** Pointers of objects that list properties and yet allow any other. */
    private static Set<String> openObjects(String pointer, JsonNode schema) {
        Set<String> open = new TreeSet<>();
        if (schema.has("properties") && !schema.has("additionalProperties") && !schema.has("unevaluatedProperties")) {
            open.add(pointer + "/");
        }
        for (String holder : List.of("properties", "$defs")) {
            schema.path(holder)
                    .properties()
                    .forEach(each -> open.addAll(openObjects(pointer + "/" + each.getKey(), each.getValue())));
        }
        open.addAll(schema.has("items") ? openObjects(pointer + "/items", schema.path("items")) : Set.of());
        return open;
    }

    private static void refsResolve(Place place, boolean filesAllowed) {
        for (JsonNode reference : place.node().findValues("$ref")) {
            String text = reference.asString();
            assertThat(filesAllowed || text.startsWith("#")).as(text).isTrue();
            assertThat(DOCUMENTS.target(place.file(), text).exists()).as(text).isTrue();
        }
    }

    private static String schemaOf(String type) {
        String[] parts = type.split("\\.", 3);
        return "schemas/" + parts[1] + "/" + parts[2] + ".json";
    }

    private static String exampleFolder(String schema) {
        return "examples" + schema.substring("schemas".length(), schema.length() - ".json".length());
    }

    private static String schemaText(String id) {
        String path =
                id.startsWith(EventContracts.SCHEMA_BASE) ? id.substring(EventContracts.SCHEMA_BASE.length()) : id;
        return FILES.has(path) ? FILES.read(path).toString() : null;
    }
}
