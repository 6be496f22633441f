package dev.meridian.platform.servers;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where test servers come from. */
enum KeeperMode {
    PROCESSES,
    CONTAINERS;

    static KeeperMode named(@Nullable String name) {
        if (name == null || name.isBlank()) {
            return PROCESSES;
        }
        return Arrays.stream(values())
                .filter(mode -> mode.label().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new ServerException("meridian.servers is " + name + ", but knows processes, containers"));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Each has a keeper and a folder of its own. */
    String folder() {
        return switch (this) {
            case PROCESSES -> "test-servers";
            case CONTAINERS -> "test-containers";
        };
    }
}
