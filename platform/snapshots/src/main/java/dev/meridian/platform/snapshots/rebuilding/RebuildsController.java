package dev.meridian.platform.snapshots.rebuilding;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.kernel.Page;
import dev.meridian.platform.messaging.deadletters.OperatorActs;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import dev.meridian.platform.snapshots.rebuilding.Rebuild.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The operators' hold on the rebuilds of this center's projection. */
@RestController
@RequestMapping("/admin/rebuilds")
public final class RebuildsController {

    private static final int MOST_LISTED = 50;

    private final Rebuilds rebuilds;
    private final OperatorActs acts;
    private final String center;

    RebuildsController(Rebuilds rebuilds, OperatorActs acts, String center) {
        this.rebuilds = rebuilds;
        this.acts = acts;
        this.center = center;
    }

    /** Begins a rebuild, or lets the stopped one go on; the one that is running is answered as it is. */
    @PostMapping
    ResponseEntity<Rebuild> start() {
        requireGroup();
        acts.record("rebuild.started", "projection", center, null, Map.of());
        return ResponseEntity.accepted().body(rebuilds.start(Reason.ASKED));
    }

    /** Stops a rebuild. */
    @PostMapping("/{rebuildId}/stop")
    Rebuild stop(@PathVariable UUID rebuildId) {
        requireGroup();
        Rebuild asked = found(rebuilds.find(rebuildId));
        acts.record("rebuild.stopped", "projection", center, Map.of("rebuildId", asked.rebuildId()), null);
        return found(rebuilds.stop(rebuildId));
    }

    /** How far a rebuild has come. */
    @GetMapping("/{rebuildId}")
    Rebuild get(@PathVariable UUID rebuildId) {
        requireGroup();
        return found(rebuilds.find(rebuildId));
    }

    /** The latest rebuilds. */
    @GetMapping
    Page<Rebuild> list() {
        requireGroup();
        return new Page<>(rebuilds.latest(MOST_LISTED), null);
    }

    /** A projection is of all brands: for one of them there is none. */
    private static void requireGroup() {
        if (!ActiveBrandScope.current().equals(BrandScope.group())) {
            throw new ProblemException(Problem.of(StandardProblem.NOT_FOUND));
        }
    }

    private static Rebuild found(Optional<Rebuild> rebuild) {
        return rebuild.orElseThrow(() -> new ProblemException(Problem.of(StandardProblem.NOT_FOUND)));
    }
}
