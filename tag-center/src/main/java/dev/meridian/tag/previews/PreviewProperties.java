package dev.meridian.tag.previews;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much previews may take.
 *
 * @param atOnce how many evaluate customers at the same time; so many database connections they hold at most
 * @param timeLimit after which a preview answers with what it has: less than callers wait, so that nobody's work goes on
 *     for one who has gone
 */
@ConfigurationProperties("meridian.tag.previews")
record PreviewProperties(
        @DefaultValue("2") int atOnce, @DefaultValue("10s") Duration timeLimit) {}
