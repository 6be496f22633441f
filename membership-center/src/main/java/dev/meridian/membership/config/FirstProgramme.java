package dev.meridian.membership.config;

import dev.meridian.membership.programs.ProgramKey;
import dev.meridian.membership.programs.Programs;
import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.BrandScope;
import java.time.Instant;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Lets a deployment say since when the programme that comes with the schema earns, before the first event is read. */
@Component
class FirstProgramme implements SmartInitializingSingleton {

    private static final ProgramKey KEY = new ProgramKey("group-club");
    private static final String SETTING = "meridian.membership.first-programme-earns-since";

    private final Programs programs;
    private final Environment settings;

    FirstProgramme(Programs programs, Environment settings) {
        this.programs = programs;
        this.settings = settings;
    }

    @Override
    public void afterSingletonsInstantiated() {
        String since = settings.getProperty(SETTING, "");
        if (!since.isBlank()) {
            ActiveBrandScope.run(BrandScope.group(), () -> programs.letEarnSince(KEY, Instant.parse(since)));
        }
    }
}
