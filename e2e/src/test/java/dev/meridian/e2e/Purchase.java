package dev.meridian.e2e;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * One purchase of one customer.
 *
 * @param line which purchase of the shop it is
 * @param customer the shop's number of the customer
 */
record Purchase(int line, String customer, LocalDate date, BigDecimal dollars) {

    private static final long SEED = 20_261_122;
    private static final int CUSTOMERS = 2_000;
    private static final LocalDate OPENED = LocalDate.of(1997, 1, 1);
    private static final LocalDate CLOSED = LocalDate.of(1998, 6, 30);

    /** What each customer's first months may look like. */
    private static final int RECRUITED_WITHIN_DAYS = 84;

    /** Purchases as a file holds them, a line each: customer, number in the sample, day, pieces, dollars. */
    static List<Purchase> read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<Purchase> purchases = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                String[] fields = lines.get(i).strip().split("\\s+");
                purchases.add(new Purchase(
                        i,
                        fields[0],
                        LocalDate.parse(fields[2], DateTimeFormatter.BASIC_ISO_DATE),
                        new BigDecimal(fields[4])));
            }
        }
        return purchases;
    }

    /**
     * Purchases as such shops see them: most customers come once, a few very often; pauses differ by person, and so does
     * what one spends, from nothing (a voucher) to several hundred dollars. Some buy twice on a day.
     */
    static List<Purchase> madeUp() {
        Random random = new Random(SEED);
        List<Purchase> purchases = new ArrayList<>();
        for (int customer = 1; customer <= CUSTOMERS; customer++) {
            double pause = 20 + 400 * random.nextDouble() * random.nextDouble();
            double leaves = 0.02 + 0.6 * random.nextDouble();
            double usual = Math.exp(3 + 0.7 * random.nextGaussian());
            LocalDate day = OPENED.plusDays(random.nextInt(RECRUITED_WITHIN_DAYS));
            while (!day.isAfter(CLOSED)) {
                purchases.add(new Purchase(0, "%05d".formatted(customer), day, spent(usual, random)));
                if (random.nextDouble() < leaves) {
                    break;
                }
                day = day.plusDays((long) (-pause * Math.log(1 - random.nextDouble())));
            }
        }
        purchases.sort(Comparator.comparing(Purchase::date));
        List<Purchase> numbered = new ArrayList<>();
        for (Purchase purchase : purchases) {
            numbered.add(new Purchase(numbered.size(), purchase.customer(), purchase.date(), purchase.dollars()));
        }
        return numbered;
    }

    private static BigDecimal spent(double usual, Random random) {
        if (random.nextInt(90) == 0) {
            return BigDecimal.ZERO.setScale(2);
        }
        long cents = Math.round(100 * usual * Math.exp(0.4 * random.nextGaussian()));
        return BigDecimal.valueOf(Math.max(cents, 199), 2);
    }
}
