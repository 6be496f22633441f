package dev.meridian.platform.messaging.consumer;

/** So many keys failed one after the other, and nothing came through, that the events are not to blame. */
final class PartitionStopped extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PartitionStopped(Throwable last) {
        super("Key after key fails", last);
    }
}
