package dev.meridian.customer.interactions;

import dev.meridian.customer.identity.CustomerId;
import dev.meridian.platform.kernel.Page;
import dev.meridian.platform.web.requests.PageRequest;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What a customer did. */
@RestController
class TimelineController {

    private final Timeline timeline;

    TimelineController(Timeline timeline) {
        this.timeline = timeline;
    }

    @GetMapping("/api/customers/{customerId}/timeline")
    ResponseEntity<Page<Interactions.Entry>> timeline(@PathVariable UUID customerId, PageRequest page) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(timeline.of(new CustomerId(customerId), page));
    }
}
