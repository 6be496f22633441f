package dev.meridian.platform.web;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A body with one field of every kind. */
record NoteRequest(
        String text,
        @Nullable Integer count,
        @Nullable UUID about,
        @Nullable Kind kind,
        @Nullable List<Line> lines,
        @Nullable Map<String, Integer> marks) {

    enum Kind {
        PLAIN,
        URGENT
    }

    record Line(String value, int width) {}
}
