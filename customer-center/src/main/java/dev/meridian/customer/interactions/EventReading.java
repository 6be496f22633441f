package dev.meridian.customer.interactions;

import dev.meridian.customer.identity.SightingsReader.Sightings;
import dev.meridian.platform.problems.Problem;

/** What a thing that was sent as an event turned out to be. */
sealed interface EventReading {

    /** An event. @param sightings its identifiers, and which of them stand for nobody */
    record Accepted(AcceptedEvent event, Sightings sightings) implements EventReading {}

    /** Not an event, and why. */
    record Rejected(Problem problem) implements EventReading {}
}
