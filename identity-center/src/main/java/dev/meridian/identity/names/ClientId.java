package dev.meridian.identity.names;

import dev.meridian.platform.kernel.BrandScope;
import java.util.regex.Pattern;

/**
 * The name an API client signs in with. A brand's client joins the brand's key and a name of its own by a dot, which
 * neither may hold, so no two brands can ever mean the same id; a client of the group has no dot.
 *
 * @param value such as {@code aurora.backend}, or {@code marketer} for the group
 */
public record ClientId(String value) {

    /** What an id looks like on the wire. */
    public static final String PATTERN = "[a-z][a-z0-9-]{1,62}(\\.[a-z][a-z0-9_-]{1,31})?";

    private static final Pattern SHAPE = Pattern.compile(PATTERN);
    private static final char JOINT = '.';

    public ClientId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("A client id is a name of the group, or a brand, a dot and a name");
        }
    }

    /** Whether a client that acts in this scope may have the id. */
    public boolean isOf(BrandScope acts) {
        int joint = value.indexOf(JOINT);
        return switch (acts) {
            case BrandScope.OneBrand one ->
                joint > 0 && value.substring(0, joint).equals(one.brand().key());
            case BrandScope.Group ignored -> joint < 0;
            case BrandScope.Nothing ignored -> false;
        };
    }

    /**
     * What the client signs in as with one of its secrets. Each secret has a name of its own, so that two can be good
     * at the same time and it is known of each whether it was ever used; no other client's id can look like one.
     *
     * @param generation which of its secrets, counted from 1
     */
    public SignInName signInName(int generation) {
        return new SignInName(generation == 1 ? value : value + JOINT + generation);
    }

    @Override
    public String toString() {
        return value;
    }
}
