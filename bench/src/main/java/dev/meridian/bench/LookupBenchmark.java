package dev.meridian.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Lookup of a customer by phone through the gateway, against the same calls made to customer-center itself. */
final class LookupBenchmark implements Benchmark {

    private static final String LOOKUP = "/api/customers/lookup";
    private static final int PEOPLE = 1_000;
    private static final int BATCH = 500;
    private static final int CALLERS = 8;
    private static final int CALLS = 4_000;
    private static final int ROUNDS = 7;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    @Override
    public void run(BenchFleet fleet, PrintStream out) {
        out.printf("lookup: %d rounds of %d calls each way, %d callers%n", ROUNDS, CALLS, CALLERS);
        try {
            for (int from = 0; from < PEOPLE; from += BATCH) {
                String unused = fleet.gateway()
                        .post("/api/events", new Purchases("lookup-" + from, PEOPLE, 3).oneEach(from, from + BATCH));
            }
            awaitLast(fleet.gateway());
            Measured direct = new Measured();
            Measured gateway = new Measured();
            // The first round of each warms up and is not kept; then they take turns, so that both see the same
            // machine.
            Measured warmUp = new Measured();
            for (int round = 0; round <= ROUNDS; round++) {
                call(fleet.customerCenter(), round == 0 ? warmUp : direct);
                call(fleet.gateway(), round == 0 ? warmUp : gateway);
            }
            direct.print(out, "baseline: customer-center itself");
            gateway.print(out, "through the gateway");
            out.printf("ratio gateway/baseline: %.3f calls per second%n", gateway.rate() / direct.rate());
        } catch (ExecutionException e) {
            throw new IllegalStateException("The benchmark failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private static void call(Api api, Measured measured) throws ExecutionException, InterruptedException {
        AtomicInteger next = new AtomicInteger();
        List<Future<long[]>> callers = new ArrayList<>();
        long begin = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
            for (int caller = 0; caller < CALLERS; caller++) {
                callers.add(threads.submit(() -> callInTurn(api, next)));
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        measured.add(CALLS / seconds, callers);
    }

    private static long[] callInTurn(Api api, AtomicInteger next) {
        long[] latencies = new long[CALLS];
        int made = 0;
        for (int call = next.getAndIncrement(); call < CALLS; call = next.getAndIncrement()) {
            long begin = System.nanoTime();
            String answer = api.ask(LOOKUP, body(call * 31 % PEOPLE));
            latencies[made++] = System.nanoTime() - begin;
            if (!answer.contains("customerId")) {
                throw new IllegalStateException("Not a customer: " + answer);
            }
        }
        return Arrays.copyOf(latencies, made);
    }

    private static void awaitLast(Api gateway) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        for (int person = 0; person < PEOPLE; person++) {
            while (gateway.status(LOOKUP, body(person)) != 200) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("The customers to look up were not stored");
                }
                LockSupport.parkNanos(50_000_000);
            }
        }
    }

    private static String body(int person) {
        return "{\"type\": \"phone\", \"value\": \"%s\"}".formatted(Purchases.phone(person));
    }

    /** Rounds of one way of calling. */
    private static final class Measured {

        private final List<Double> rates = new ArrayList<>();
        private final List<Long> latencies = new ArrayList<>();

        void add(double rate, List<Future<long[]>> callers) throws ExecutionException, InterruptedException {
            rates.add(rate);
            for (Future<long[]> caller : callers) {
                for (long latency : caller.get()) {
                    latencies.add(latency);
                }
            }
        }

        /** The median of the rounds. */
        double rate() {
            return rates.stream().sorted().toList().get(rates.size() / 2);
        }

        void print(PrintStream out, String what) {
            List<Long> sorted = latencies.stream().sorted().toList();
            out.printf(
                    "  %-34s %6.0f calls/s   half within %5.2f ms, 99 of 100 within %5.2f ms%n",
                    what, rate(), millis(sorted, 0.5), millis(sorted, 0.99));
        }

        private static double millis(List<Long> sorted, double share) {
            return sorted.get((int) ((sorted.size() - 1) * share)) / 1e6;
        }
    }
}
