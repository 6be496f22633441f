package dev.meridian.platform.testing;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** A predicate as a condition. */
final class Matching {

    private Matching() {}

    static ArchCondition<JavaClass> all(DescribedPredicate<JavaClass> predicate) {
        return new ArchCondition<>(predicate.getDescription()) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                events.add(new SimpleConditionEvent(type, predicate.test(type), type.getDescription()));
            }
        };
    }
}
