package dev.meridian.identity.brands;

import dev.meridian.identity.access.GroupCallers;
import dev.meridian.identity.names.NameProblem;
import dev.meridian.platform.audit.Actor;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.Page;
import dev.meridian.platform.problems.FieldError;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import dev.meridian.platform.tokens.Caller;
import dev.meridian.platform.web.requests.Cursor;
import dev.meridian.platform.web.requests.PageRequest;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Brands and channels over HTTP. */
@RestController
@RequestMapping("/api/brands")
final class BrandsController {

    private final Brands brands;

    BrandsController(Brands brands) {
        this.brands = brands;
    }

    @GetMapping
    Page<BrandResponse> list(PageRequest page) {
        String after =
                page.cursor() == null ? null : Cursor.decode(page.cursor(), 1).getFirst();
        return Page.of(
                        brands.page(after, page.limit() + 1),
                        page.limit(),
                        last -> Cursor.encode(last.brand().key()))
                .map(BrandResponse::from);
    }

    @GetMapping("/{key}")
    BrandResponse get(@PathVariable String key) {
        return brand(key).flatMap(brands::find).map(BrandResponse::from).orElseThrow(BrandsController::notFound);
    }

    @PutMapping("/{key}")
    ResponseEntity<BrandResponse> put(
            @PathVariable String key, @Valid @RequestBody BrandRequest request, Caller caller) {
        GroupCallers.require(caller);
        Brand brand = brand(key).orElseThrow(() -> invalid("/key"));
        return answer(brands.store(brand, request.name().toBrandName(), Actor.of(caller)));
    }

    @PutMapping("/{key}/channels/{channel}")
    ResponseEntity<BrandResponse> putChannel(
            @PathVariable String key,
            @PathVariable String channel,
            @Valid @RequestBody ChannelRequest request,
            Caller caller) {
        GroupCallers.require(caller);
        Brand brand = brand(key).orElseThrow(BrandsController::notFound);
        Channel wanted = read(() -> new Channel(channel, request.kind())).orElseThrow(() -> invalid("/channel"));
        return answer(brands.storeChannel(brand, wanted, Actor.of(caller)));
    }

    private static ResponseEntity<BrandResponse> answer(StoreOutcome outcome) {
        return switch (outcome) {
            case StoreOutcome.Created(RegisteredBrand brand) ->
                ResponseEntity.status(HttpStatus.CREATED).body(BrandResponse.from(brand));
            case StoreOutcome.Changed(RegisteredBrand brand) -> ResponseEntity.ok(BrandResponse.from(brand));
            case StoreOutcome.NoSuchBrand() -> throw notFound();
            case StoreOutcome.IdTaken() -> throw new ProblemException(Problem.of(NameProblem.CLIENT_ID_TAKEN));
        };
    }

    private static Optional<Brand> brand(String key) {
        return read(() -> new Brand(key));
    }

    private static <T> Optional<T> read(Supplier<T> value) {
        try {
            return Optional.of(value.get());
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static ProblemException notFound() {
        return new ProblemException(Problem.of(StandardProblem.NOT_FOUND));
    }

    private static ProblemException invalid(String pointer) {
        return new ProblemException(
                Problem.invalid(StandardProblem.INVALID_REQUEST, List.of(new FieldError(pointer, "invalid_format"))));
    }
}
