package dev.meridian.customer.catalogue;

import dev.meridian.platform.problems.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether a new version of a schema only adds: whoever sends or reads the earlier one goes on undisturbed. Sharing less
 * is always allowed, sharing more of what exists never: who gave a value under the old words did not agree to it.
 */
final class SchemaEvolution {

    private final List<FieldError> breaks = new ArrayList<>();

    private SchemaEvolution() {}

    /** What the later schema breaks of the earlier one, by pointer into the later; empty if it only adds. */
    static List<FieldError> breaks(ValueRule.Fields earlier, ValueRule.Fields later) {
        SchemaEvolution evolution = new SchemaEvolution();
        evolution.fields(earlier, later, "");
        return List.copyOf(evolution.breaks);
    }

    private void fields(ValueRule.Fields earlier, ValueRule.Fields later, String pointer) {
        for (Map.Entry<String, EventProperty> each : earlier.properties().entrySet()) {
            String at = pointer + "/properties/" + each.getKey();
            EventProperty kept = later.properties().get(each.getKey());
            if (kept == null) {
                breaks.add(new FieldError(at, "property_removed"));
            } else {
                property(each.getValue(), kept, at);
            }
        }
        for (String name : later.required()) {
            if (!earlier.required().contains(name)) {
                breaks.add(new FieldError(pointer + "/required", "property_now_required", name));
            }
        }
        for (String name : earlier.required()) {
            if (!later.required().contains(name)) {
                breaks.add(new FieldError(pointer + "/required", "property_no_longer_required", name));
            }
        }
    }

    private void property(EventProperty earlier, EventProperty later, String at) {
        if (later.shareable() && !earlier.shareable()) {
            breaks.add(new FieldError(at + "/x-shareable", "newly_shareable"));
        }
        if (earlier.personal() && !later.personal()) {
            breaks.add(new FieldError(at + "/x-personal", "no_longer_personal"));
        }
        rule(earlier.rule(), later.rule(), at);
    }

    private void rule(ValueRule earlier, ValueRule later, String at) {
        if (earlier instanceof ValueRule.Text before && later instanceof ValueRule.Text after) {
            boolean values = before.allowed().isEmpty()
                    ? after.allowed().isEmpty()
                    : after.allowed().isEmpty() || after.allowed().containsAll(before.allowed());
            boolean format = before.format() == after.format();
            narrower(at, after.shortest() <= before.shortest() && after.longest() >= before.longest());
            narrower(at + "/enum", values);
            narrower(at + "/format", format);
        } else if (earlier instanceof ValueRule.Decimal before && later instanceof ValueRule.Decimal after) {
            narrower(at + "/minimum", after.least().compareTo(before.least()) <= 0);
            narrower(at + "/maximum", after.most().compareTo(before.most()) >= 0);
            narrower(at + "/multipleOf", after.scale() >= before.scale());
        } else if (earlier instanceof ValueRule.ListOf before && later instanceof ValueRule.ListOf after) {
            narrower(at + "/maxItems", after.most() >= before.most());
            rule(before.items(), after.items(), at + "/items");
        } else if (earlier instanceof ValueRule.Fields before && later instanceof ValueRule.Fields after) {
            fields(before, after, at);
        } else if (earlier.getClass() != later.getClass()) {
            breaks.add(new FieldError(at + "/type", "retyped"));
        }
    }

    private void narrower(String at, boolean wideEnough) {
        if (!wideEnough) {
            breaks.add(new FieldError(at, "narrowed"));
        }
    }
}
