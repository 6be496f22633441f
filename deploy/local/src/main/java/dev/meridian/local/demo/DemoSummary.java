package dev.meridian.local.demo;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.Locale;

/** What has been loaded, and calls that show it. */
final class DemoSummary {

    private DemoSummary() {}

    static void print(PrintWriter out, String gateway, DemoData data, long accounts, long events) {
        long people = data.people().count();
        long shared = data.people()
                .filter(person -> People.sharesPhone(person.number()))
                .count();
        long several = data.people()
                .filter(person -> person.accounts().values().stream()
                        .anyMatch(account -> account.openids().size() > 1))
                .count();
        out.printf(Locale.ROOT, """

                %,d people with %,d accounts at %d brands, %,d events in 18 months.
                %,d share another person's phone, %,d have several openids at one brand.

                Things to look at:
                """, people, accounts, DemoBrand.values().length, events, shared, several);
        Person someone = someone(data);
        out.printf("""
                  # one customer, found by phone
                  curl -s -H "Authorization: Bearer $(./meridian token aurora)" \\
                    -H 'Content-Type: application/json' %1$s/api/customers/lookup \\
                    -d '{"type": "phone", "value": "%2$s"}'

                  # everything about that customer: put the customerId in
                  curl -s -H "Authorization: Bearer $(./meridian token aurora)" \\
                    %1$s/api/customers/CUSTOMER_ID/overview

                  # how many customers of the group paid more than 3 orders in 3 months
                  curl -s -H "Authorization: Bearer $(./meridian token marketer)" \\
                    -H 'Content-Type: application/json' %1$s/api/segments/preview \\
                    -d '{"rule":{"activity":{"event":"order.paid","within":"P3M","measure":"count","is":{"gt":3}}}}'

                  # make it a segment and publish it
                  curl -s -X PUT -H "Authorization: Bearer $(./meridian token marketer)" \\
                    -H 'Content-Type: application/json' %1$s/api/segments/frequent-buyers \\
                    -d '{"name":"Frequent buyers","rule":{"activity":{"event":"order.paid","within":"P3M","measure":"count","is":{"gt":3}}}}'
                  curl -s -X POST -H "Authorization: Bearer $(./meridian token marketer)" \\
                    %1$s/api/segments/frequent-buyers/publish

                The platform works through the events for a while yet; the API is documented at %1$s/docs
                """, gateway, someone.phone());
        out.flush();
    }

    /** A customer of Aurora who is known at the most brands, the first of them. */
    private static Person someone(DemoData data) {
        return data.people()
                .filter(person -> !People.sharesPhone(person.number()))
                .max(Comparator.comparingInt(DemoSummary::worth)
                        .thenComparing(Comparator.comparingInt(Person::number).reversed()))
                .orElseThrow();
    }

    private static int worth(Person person) {
        Person.Account aurora = person.accounts().get(DemoBrand.AURORA);
        return aurora == null || !aurora.givesPhone() ? 0 : person.accounts().size();
    }
}
