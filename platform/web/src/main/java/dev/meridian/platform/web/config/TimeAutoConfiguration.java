package dev.meridian.platform.web.config;

import dev.meridian.platform.kernel.TimeOrderedIds;
import java.time.Clock;
import java.time.ZoneId;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The clock everything else is given, the ids made from it, and the zone in which a day ends. */
@AutoConfiguration
public class TimeAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Where the people live whose days are meant, unless something closer to them says otherwise. */
    @Bean
    @ConditionalOnMissingBean
    ZoneId zone(@Value("${meridian.zone:Asia/Shanghai}") ZoneId zone) {
        return zone;
    }

    @Bean
    @ConditionalOnMissingBean
    TimeOrderedIds timeOrderedIds(Clock clock) {
        return new TimeOrderedIds(clock);
    }
}
