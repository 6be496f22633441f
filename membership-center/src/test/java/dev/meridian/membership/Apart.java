package dev.meridian.membership;

/**
 * A center and a database apart, for tests that call every operation: the programmes they make on their way enrol
 * everybody who orders, also the customers of other tests.
 */
public final class Apart {

    public static final String FROM_OTHER_TESTS = "meridian.test.apart=true";

    private Apart() {}
}
