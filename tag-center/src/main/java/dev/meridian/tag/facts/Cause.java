package dev.meridian.tag.facts;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why something about a customer is evaluated anew.
 *
 * @param id the interaction, the source profile or the merge; null where the kind has none
 */
public record Cause(Kind kind, @Nullable UUID id) {

    /** The kinds of causes there are; their names in lower case are what events and the database say. */
    public enum Kind {
        INTERACTION,
        PROFILE,
        TIME,
        PUBLICATION,
        MERGE,
        ARCHIVE;

        /** As events and the database write it. */
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Cause interaction(UUID interactionId) {
        return new Cause(Kind.INTERACTION, interactionId);
    }

    public static Cause profile(@Nullable UUID sourceProfileId) {
        return new Cause(Kind.PROFILE, sourceProfileId);
    }

    public static Cause merge(UUID mergeId) {
        return new Cause(Kind.MERGE, mergeId);
    }

    public static Cause time() {
        return new Cause(Kind.TIME, null);
    }

    public static Cause archive() {
        return new Cause(Kind.ARCHIVE, null);
    }

    public static Cause publication() {
        return new Cause(Kind.PUBLICATION, null);
    }
}
