package dev.meridian.platform.testing;

import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;

/** Whether a member carries one of some annotations, which need not be on the class path. */
final class Annotated {

    private Annotated() {}

    static <T extends JavaMember> ArchCondition<T> withAnyOf(Set<String> annotations) {
        return new ArchCondition<>("be annotated with one of " + annotations) {
            @Override
            public void check(T member, ConditionEvents events) {
                boolean carries = annotations.stream().anyMatch(member::isAnnotatedWith);
                events.add(new SimpleConditionEvent(member, carries, member.getDescription()));
            }
        };
    }
}
