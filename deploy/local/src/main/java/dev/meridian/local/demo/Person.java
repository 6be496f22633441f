package dev.meridian.local.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One made-up person.
 *
 * @param number from 0
 * @param name family name and given name
 * @param gender {@code female} or {@code male}
 * @param city GB/T 2260 code
 * @param birthDate where they have told it
 * @param phone in E.164; some are shared by two people of one household
 * @param email where they have one
 * @param unionid of their WeChat account, where they use it
 * @param accounts what they are at each brand they know
 */
record Person(
        int number,
        String name,
        String gender,
        String city,
        Optional<LocalDate> birthDate,
        String phone,
        Optional<String> email,
        Optional<String> unionid,
        Map<DemoBrand, Account> accounts) {

    /**
     * A customer account at one brand.
     *
     * @param externalId the brand's own number
     * @param givesPhone whether the brand knows the phone
     * @param openids of the brand's mini-program; some people have two
     * @param deviceId of the browser or phone
     * @param registeredAt when it began
     */
    record Account(
            String externalId, boolean givesPhone, List<String> openids, String deviceId, Instant registeredAt) {}
}
