package dev.meridian.local.fleet;

/**
 * One process of a fleet at this moment.
 *
 * @param name how people call it
 * @param health whether it serves
 * @param pid process id; 0 when it is down
 * @param port the port its clients use
 * @param residentBytes memory it and its children take; shared pages counted once; 0 when it is down
 */
public record ProcessStatus(String name, Health health, long pid, int port, long residentBytes) {

    /** Whether a process serves. */
    public enum Health {
        /** It answers. */
        READY,
        /** It runs and does not answer. */
        UNREADY,
        /** It does not run. */
        DOWN
    }
}
