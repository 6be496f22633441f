package dev.meridian.platform.testing;

import org.springframework.modulith.core.ApplicationModules;

/** The rules every center's code keeps: Spring Modulith's on its features, and ours on layers, time and names. */
public final class ArchitectureRules {

    private ArchitectureRules() {}

    /** Fails the test unless the center of this main class keeps every rule. */
    public static void verify(Class<?> center) {
        ApplicationModules.of(center).verify();
    }
}
