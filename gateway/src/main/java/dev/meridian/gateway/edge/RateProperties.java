package dev.meridian.gateway.edge;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many requests one API client may make.
 *
 * @param perSecond requests per second that may go on for ever
 * @param burst requests that may come at once
 */
@ConfigurationProperties("meridian.gateway.rate")
public record RateProperties(
        @DefaultValue("2000") int perSecond,
        @DefaultValue("4000") int burst) {}
