package dev.meridian.platform.messaging.parking;

/** A consumer has as many parked events as it may have: it waits until some of them were taken up again. */
public final class ParkingFull extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ParkingFull(String consumer, int limit) {
        super(consumer + " may park no more than " + limit + " events");
    }
}
