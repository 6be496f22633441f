package dev.meridian.customer.catalogue;

import dev.meridian.platform.json.JsonBody;
import dev.meridian.platform.json.JsonFields;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.problems.FieldError;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import dev.meridian.platform.tokens.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The event types of the caller's brand, and what becomes of the rest. */
@RestController
class EventTypesController {

    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");
    private static final int LONGEST_TYPE = 128;
    private static final int LONGEST_POLICY = 32;

    private final EventTypes types;

    EventTypesController(EventTypes types) {
        this.types = types;
    }

    record Listed(String type, int version, String owner, JsonNode title, JsonNode titleZh) {
        static Listed of(EventSchema schema) {
            return new Listed(
                    schema.type(),
                    schema.version(),
                    ownerOf(schema),
                    schema.document().path("title"),
                    schema.document().path("x-title-zh"));
        }
    }

    record ListBody(List<Listed> items) {}

    record TypeBody(String type, int version, String owner, JsonNode schema) {
        static TypeBody of(EventSchema schema) {
            return new TypeBody(schema.type(), schema.version(), ownerOf(schema), schema.document());
        }
    }

    record PolicyBody(String undeclared) {}

    @GetMapping("/api/event-types")
    ListBody all(Caller caller) {
        return new ListBody(
                types.all(caller.requireBrand()).stream().map(Listed::of).toList());
    }

    @GetMapping("/api/event-types/{type}")
    TypeBody one(Caller caller, @PathVariable String type) {
        Brand brand = caller.requireBrand();
        if (!isType(type)) {
            throw notFound();
        }
        return types.find(brand, type).map(TypeBody::of).orElseThrow(EventTypesController::notFound);
    }

    @PutMapping(path = "/api/event-types/{type}", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<TypeBody> declare(Caller caller, @PathVariable String type, @RequestBody byte[] body) {
        Brand ignored = caller.requireBrand();
        if (!isType(type)) {
            throw notFound();
        }
        List<FieldError> errors = new ArrayList<>();
        JsonNode document = JsonBody.parse(body);
        ValueRule.Fields content = SchemaReader.read(document, errors);
        if (content == null) {
            throw invalid(errors);
        }
        return switch (types.declare(caller, type, content, document)) {
            case EventTypes.Declaration.InForce(EventSchema schema, boolean first) ->
                ResponseEntity.status(first ? HttpStatus.CREATED : HttpStatus.OK)
                        .body(TypeBody.of(schema));
            case EventTypes.Declaration.NotAdditive(List<FieldError> breaks) ->
                throw new ProblemException(Problem.invalid(CatalogueProblem.EVENT_TYPE_NOT_ADDITIVE, breaks));
            case EventTypes.Declaration.OfTheGroup() ->
                throw new ProblemException(Problem.of(CatalogueProblem.EVENT_TYPE_OF_THE_GROUP));
            case EventTypes.Declaration.TooMany(int most) ->
                throw new ProblemException(Problem.of(CatalogueProblem.TOO_MANY_EVENT_TYPES, most));
        };
    }

    @GetMapping("/api/event-policy")
    PolicyBody policy(Caller caller) {
        return new PolicyBody(types.policy(caller.requireBrand()).wireName());
    }

    @PutMapping(path = "/api/event-policy", consumes = MediaType.APPLICATION_JSON_VALUE)
    PolicyBody setPolicy(Caller caller, @RequestBody byte[] body) {
        Brand ignored = caller.requireBrand();
        List<FieldError> errors = new ArrayList<>();
        JsonFields fields = new JsonFields(JsonBody.parse(body), "", errors);
        if (errors.isEmpty()) {
            fields.refuseOthers(Set.of("undeclared"));
        }
        String name = errors.isEmpty() ? fields.text("undeclared", LONGEST_POLICY) : null;
        UndeclaredPolicy policy =
                name == null ? null : UndeclaredPolicy.ofWireName(name).orElse(null);
        if (name != null && policy == null) {
            errors.add(new FieldError("/undeclared", "invalid_value", "private, refuse, quarantine"));
        }
        if (policy == null) {
            throw invalid(errors);
        }
        types.setPolicy(caller, policy);
        return new PolicyBody(policy.wireName());
    }

    private static ProblemException notFound() {
        return new ProblemException(Problem.of(StandardProblem.NOT_FOUND));
    }

    private static boolean isType(String type) {
        return type.length() <= LONGEST_TYPE && TYPE.matcher(type).matches();
    }

    private static String ownerOf(EventSchema schema) {
        return schema.owner().name().toLowerCase(Locale.ROOT);
    }

    private static ProblemException invalid(List<FieldError> errors) {
        return new ProblemException(
                Problem.invalid(StandardProblem.INVALID_REQUEST, errors.subList(0, Math.min(errors.size(), 50))));
    }
}
