package dev.meridian.platform.snapshots;

import dev.meridian.platform.messaging.OutgoingEvent;

/** One of the many things that are known about a subject and never change. */
public record Fact(Place place, OutgoingEvent event) {}
