package dev.meridian.identity.seed;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the seed is.
 *
 * @param file path of a YAML file; empty when there is no seed
 */
@ConfigurationProperties("meridian.seed")
record SeedProperties(@DefaultValue("") String file) {}
