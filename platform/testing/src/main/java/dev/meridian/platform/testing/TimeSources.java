package dev.meridian.platform.testing;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;

/** Where the time of day comes from when nobody injects it; calls and method references alike. */
final class TimeSources {

    private static final String JAVA_TIME = "java.time.";
    private static final String CLOCK = "java.time.Clock";
    private static final Set<String> CLOCK_MAKERS =
            Set.of("systemUTC", "systemDefaultZone", "system", "tickMillis", "tickSeconds", "tickMinutes");

    private TimeSources() {}

    /** Holds for a class that reads the machine's time of day; meant for {@code noClasses().should(…)}. */
    static ArchCondition<JavaClass> beRead() {
        return new ArchCondition<>("read the machine's clock") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaCodeUnitAccess<?> access : type.getCodeUnitAccessesFromSelf()) {
                    events.add(new SimpleConditionEvent(type, isSource(access), access.getDescription()));
                }
            }
        };
    }

    private static boolean isSource(JavaCodeUnitAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String method = access.getName();
        List<JavaClass> arguments = access.getTarget().getRawParameterTypes();
        if (owner.startsWith(JAVA_TIME) && method.equals("now")) {
            return arguments.stream().noneMatch(argument -> argument.getName().equals(CLOCK));
        }
        if (owner.equals(CLOCK)) {
            return CLOCK_MAKERS.contains(method);
        }
        return owner.equals("java.lang.System") && method.equals("currentTimeMillis")
                || owner.equals("java.util.Date") && method.equals("<init>") && arguments.isEmpty();
    }
}
