package dev.meridian.local.demo;

import dev.meridian.local.fleet.DemoClient;
import java.util.List;
import java.util.Locale;

/** One brand of the made-up group, and how its customers behave. */
enum DemoBrand {
    /** Fashion, sold by mini-program and app. */
    AURORA(DemoClient.AURORA, 0.55, 5.6, List.of("mini_program", "app", "store")),
    /** Home goods, sold in stores and on the web. */
    BOREAL(DemoClient.BOREAL, 0.40, 6.3, List.of("store", "web", "mini_program")),
    /** Coffee: many small orders. */
    CASCADE(DemoClient.CASCADE, 0.30, 3.6, List.of("mini_program", "store", "app"));

    private final DemoClient client;
    private final double share;
    private final double logOfMedianAmount;
    private final List<String> channels;

    DemoBrand(DemoClient client, double share, double logOfMedianAmount, List<String> channels) {
        this.client = client;
        this.share = share;
        this.logOfMedianAmount = logOfMedianAmount;
        this.channels = channels;
    }

    /** Its back end. */
    DemoClient client() {
        return client;
    }

    /** Its key in tokens and paths. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The share of all people who are its customers; the shares overlap. */
    double share() {
        return share;
    }

    /** The natural logarithm of the median amount of an order, in yuan. */
    double logOfMedianAmount() {
        return logOfMedianAmount;
    }

    /** Where it sells, the most frequent first. */
    List<String> channels() {
        return channels;
    }
}
