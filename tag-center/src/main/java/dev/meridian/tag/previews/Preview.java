package dev.meridian.tag.previews;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.meridian.tag.search.SearchAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How many customers a rule holds; also the answer on the wire.
 *
 * @param count those found
 * @param exact whether every customer was evaluated on the facts themselves
 * @param complete whether nobody was left out; otherwise the time was up, and there may be more
 * @param evaluated customers evaluated, in the order of their ids; null where the index answered
 * @param sample ten of them at most, smallest ids first
 * @param breakdown by attribute; null where customers were evaluated one by one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Preview(
        long count,
        boolean exact,
        boolean complete,
        @Nullable Long evaluated,
        Instant asOf,
        List<UUID> sample,
        @Nullable Map<String, List<SearchAnswer.Bucket>> breakdown) {

    Preview {
        sample = List.copyOf(sample);
    }
}
