package dev.meridian.tag.background;

import java.time.Duration;

/** Something that is done again and again while the center runs. */
public interface RepeatedWork {

    /** What its thread is called. */
    String name();

    /** How long to rest after it was done or has failed. */
    Duration pause();

    /** Does it once. What it throws is logged, and it is done again after the pause; an interrupt means to come to an end. */
    void once();
}
