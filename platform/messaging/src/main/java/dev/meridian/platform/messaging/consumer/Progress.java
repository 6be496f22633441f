package dev.meridian.platform.messaging.consumer;

/** How far a batch of records has come. */
sealed interface Progress {

    /** Every record was handled, skipped or became a dead letter. */
    record Finished() implements Progress {}

    /**
     * Everything before the index is finished; the rest waits and comes again.
     *
     * @param index position in the batch
     * @param cause why it cannot go on now
     */
    record Waiting(int index, Throwable cause) implements Progress {}
}
