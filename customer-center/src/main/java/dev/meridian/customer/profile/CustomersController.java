package dev.meridian.customer.profile;

import dev.meridian.customer.identity.CustomerDirectory.KnownAs;
import dev.meridian.customer.identity.CustomerId;
import dev.meridian.customer.identity.Observation;
import dev.meridian.platform.problems.FieldError;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import dev.meridian.platform.tokens.Caller;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Identify, look up, read and change customers. */
@RestController
@RequestMapping("/api/customers")
class CustomersController {

    private static final Set<String> PARTS = Set.of("identifiers", "provenance");

    private final CustomerRequests requests;
    private final Identifying identifying;
    private final ChangingProfiles changing;
    private final Profiles profiles;
    private final ProfileResponses responses;

    CustomersController(
            CustomerRequests requests,
            Identifying identifying,
            ChangingProfiles changing,
            Profiles profiles,
            ProfileResponses responses) {
        this.requests = requests;
        this.identifying = identifying;
        this.changing = changing;
        this.profiles = profiles;
        this.responses = responses;
    }

    @PostMapping(path = "/identify", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<IdentifyResponse> identify(
            Caller caller, @RequestBody byte[] body, @RequestParam(defaultValue = "false") boolean dryRun) {
        CustomerRequests.Identify request = requests.identify(body, caller);
        Observation observation = request.observation();
        Identifying.Identified identified =
                dryRun ? identifying.preview(observation) : identifying.identify(observation, request.changes());
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
        identified.version().ifPresent(version -> answer.eTag("\"" + version + "\""));
        return answer.body(IdentifyResponse.from(identified, request.sightings()));
    }

    /** The value would stand in the address, and addresses are kept by proxies, browsers and traces. */
    @GetMapping("/lookup")
    void lookupByAddress(HttpServletResponse response) {
        response.setHeader(HttpHeaders.ALLOW, "POST");
        throw new ProblemException(Problem.of(CustomerProblem.LOOKUP_NEEDS_POST));
    }

    @PostMapping(path = "/lookup", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<ProfileResponse> lookup(Caller caller, @RequestBody byte[] body) {
        Profile found = requests.lookup(body, caller).flatMap(profiles::find).orElseThrow(CustomersController::unknown);
        return answer(found, Set.of());
    }

    @GetMapping("/{customerId}")
    ResponseEntity<ProfileResponse> get(
            @PathVariable UUID customerId, @RequestParam(required = false) @Nullable String include) {
        Set<String> parts = include == null ? Set.of() : Set.copyOf(Arrays.asList(include.split(",", -1)));
        if (!PARTS.containsAll(parts)) {
            throw new ProblemException(Problem.invalid(
                    StandardProblem.INVALID_REQUEST, List.of(new FieldError("/include", "unknown_part"))));
        }
        return answer(profiles.find(new CustomerId(customerId)).orElseThrow(CustomersController::unknown), parts);
    }

    @PatchMapping(path = "/{customerId}", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<ChangedResponse> patch(
            Caller caller,
            @PathVariable UUID customerId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody byte[] body) {
        var brand = caller.requireBrand();
        if (ifMatch == null) {
            throw new ProblemException(Problem.of(CustomerProblem.IF_MATCH_REQUIRED));
        }
        List<AttributeChange> changes = requests.changes(body);
        return switch (changing.change(new CustomerId(customerId), brand, changes, accepting(ifMatch))) {
            case ChangingProfiles.Outcome.Changed(CustomerId customer, String version) ->
                ResponseEntity.ok().eTag("\"" + version + "\"").body(new ChangedResponse(customer.value(), version));
            case ChangingProfiles.Outcome.Conflict ignored ->
                throw new ProblemException(Problem.of(StandardProblem.VERSION_CONFLICT));
            case ChangingProfiles.Outcome.Unknown ignored -> throw unknown();
        };
    }

    record ChangedResponse(UUID customerId, String version) {}

    private ResponseEntity<ProfileResponse> answer(Profile profile, Set<String> parts) {
        List<KnownAs> identifiers = parts.contains("identifiers") ? profiles.identifiersOf(profile.customer()) : null;
        return ResponseEntity.ok()
                .eTag("\"" + profile.version() + "\"")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(responses.from(profile, identifiers, parts.contains("provenance")));
    }

    /** The versions an If-Match header names; {@code *} takes any. */
    private static Predicate<String> accepting(String ifMatch) {
        List<String> named =
                Arrays.stream(ifMatch.split(",", -1)).map(String::strip).toList();
        return version -> named.contains("*") || named.contains("\"" + version + "\"");
    }

    private static ProblemException unknown() {
        return new ProblemException(Problem.of(StandardProblem.NOT_FOUND));
    }
}
