package dev.meridian.platform.messaging.sequences;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How far a consumer has come in the events of one key: a last sequence, and what is missing below it. */
final class StreamProgress {

    /** What an event's sequence says about it. */
    enum Meaning {
        /** It is the next one, or a later one, or one that was missing: it takes effect. */
        NEW,
        /** It was given before. */
        REPEATED
    }

    /** A range of missing sequences, both ends included. */
    record Missing(long first, long last) {}

    /** So many sequences an epoch has, as in {@code outbox_epoch}. */
    private static final long EPOCH = 1_000_000_000_000L;

    private final TreeMap<Long, Long> missing = new TreeMap<>();
    private final List<Missing> before;
    private final List<Missing> noticed = new ArrayList<>();
    private long last;

    /**
     * @param last the last sequence heard of, 0 for none
     * @param missing what is missing below it
     */
    StreamProgress(long last, List<Missing> missing) {
        this.last = last;
        this.before = List.copyOf(missing);
        missing.forEach(range -> this.missing.put(range.first(), range.last()));
    }

    /** Says that the events before this one are none of the consumer's business, as it begins in the middle. */
    void beginAt(long sequence) {
        if (last == 0) {
            last = sequence - 1;
        }
    }

    Meaning hear(long sequence) {
        if (sequence > last) {
            // A producer that was restored goes on in the next epoch; it has left out nothing before that.
            long expected = Math.max(last, sequence / EPOCH * EPOCH) + 1;
            if (sequence > expected) {
                missing.put(expected, sequence - 1);
                noticed.add(new Missing(expected, sequence - 1));
            }
            last = sequence;
            return Meaning.NEW;
        }
        return fill(sequence, sequence) ? Meaning.NEW : Meaning.REPEATED;
    }

    /** Takes the range out of what is missing; answers whether any of it was. */
    boolean fill(long from, long to) {
        List<Missing> touched = missing().stream()
                .filter(range -> range.first() <= to && range.last() >= from)
                .toList();
        for (Missing range : touched) {
            missing.remove(range.first());
            if (range.first() < from) {
                missing.put(range.first(), from - 1);
            }
            if (range.last() > to) {
                missing.put(to + 1, range.last());
            }
        }
        return !touched.isEmpty();
    }

    /** Goes forward to the sequence with nothing missing up to it; never back. */
    void catchUpTo(long sequence) {
        boolean filled = fill(1, sequence);
        last = Math.max(last, sequence);
    }

    long last() {
        return last;
    }

    List<Missing> missing() {
        List<Missing> ranges = new ArrayList<>(missing.size());
        for (Map.Entry<Long, Long> range : missing.entrySet()) {
            ranges.add(new Missing(range.getKey(), range.getValue()));
        }
        return ranges;
    }

    /** What was missing when this was made and is not any more, or not as one range. */
    List<Missing> closed() {
        List<Missing> now = missing();
        return before.stream().filter(range -> !now.contains(range)).toList();
    }

    /** What is missing and was not when this was made, or not as one range. */
    List<Missing> opened() {
        return missing().stream().filter(range -> !before.contains(range)).toList();
    }

    /** The gaps that opened since this was made, and are at least partly still open. */
    List<Missing> noticed() {
        return noticed.stream()
                .flatMap(gap ->
                        missing().stream().filter(range -> range.first() >= gap.first() && range.last() <= gap.last()))
                .toList();
    }
}
