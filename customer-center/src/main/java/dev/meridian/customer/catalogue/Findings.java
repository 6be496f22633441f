package dev.meridian.customer.catalogue;

import dev.meridian.platform.problems.FieldError;
import java.util.ArrayList;
import java.util.List;

/** What was found out about an event's properties; the first of each kind, so that no event costs a long answer. */
public final class Findings {

    private static final int MOST = 20;

    private final List<FieldError> faults = new ArrayList<>();
    private final List<FieldError> undeclared = new ArrayList<>();

    Findings() {}

    void fault(String pointer, String code, String argument) {
        if (faults.size() < MOST) {
            faults.add(new FieldError(pointer, code, argument));
        }
    }

    void undeclared(FieldError what) {
        if (undeclared.size() < MOST) {
            undeclared.add(what);
        }
    }

    /** Declared properties whose values are not as declared. */
    public List<FieldError> faults() {
        return List.copyOf(faults);
    }

    /** What no schema speaks of: properties, or the type itself. */
    public List<FieldError> undeclared() {
        return List.copyOf(undeclared);
    }
}
