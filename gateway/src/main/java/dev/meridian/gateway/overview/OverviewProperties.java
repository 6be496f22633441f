package dev.meridian.gateway.overview;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the parts of the view come from, and how long it waits for them.
 *
 * @param customerCenter base address, without a path
 * @param membershipCenter base address, without a path
 * @param tagCenter base address, without a path
 * @param profile how long the profile may take; without it there is no view
 * @param part how long each other part may take; the view is given without a part that takes longer
 * @param connections how many connections are kept to each center for this view
 */
@ConfigurationProperties("meridian.gateway.overview")
record OverviewProperties(
        URI customerCenter,
        URI membershipCenter,
        URI tagCenter,
        @DefaultValue("3s") Duration profile,
        @DefaultValue("1500ms") Duration part,
        @DefaultValue("128") int connections) {}
